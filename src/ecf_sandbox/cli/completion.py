"""`ecf-sandbox completion`: what a shell needs to complete these commands."""

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script of a shell.

    For bash and zsh: eval "$(ecf-sandbox completion bash)". For fish: ecf-sandbox completion
    fish | source.
    """
    found = get_completion_class(shell)
    assert found is not None, "click completes the shells it offers"
    root = context.find_root().command
    click.echo(found(root, {}, "ecf-sandbox", "_ECF_SANDBOX_COMPLETE").source())
