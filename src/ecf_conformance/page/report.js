"use strict";
(() => {
  const rules = [...document.querySelectorAll(".rule")];
  const chapters = [...document.querySelectorAll(".chapter")].filter((each) => each.querySelector(".rule"));
  const texts = new Map(rules.map((each) => [each, each.textContent.toLowerCase()]));
  const opened = new Map(rules.map((each) => [each, each.open]));
  const search = document.getElementById("search");
  const buttons = [...document.querySelectorAll("[data-show]")];
  let verdict = "";

  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const each of rules) {
      const fits = !verdict || each.dataset.verdict === verdict;
      each.hidden = !(fits && words.every((word) => texts.get(each).includes(word)));
    }
    for (const each of chapters) each.hidden = !each.querySelector(".rule:not([hidden])");
    document.getElementById("nothing").hidden = rules.some((each) => !each.hidden);
    const found = rules.filter((each) => !each.hidden);
    const few = words.length > 0 && found.length <= 3;
    for (const each of rules) each.open = few && !each.hidden ? true : opened.get(each);
  };

  search.addEventListener("input", show);
  for (const button of buttons) {
    button.addEventListener("click", () => {
      verdict = button.dataset.show;
      for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
      show();
    });
  }

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const rule = target.closest("details");
    if (rule) rule.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  reveal();

  for (const button of document.querySelectorAll(".copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const command = button.closest("details").querySelector(".curl");
      getSelection().selectAllChildren(command);
      try {
        await navigator.clipboard.writeText(command.textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Selected";
      }
    });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    }
  });
  document.getElementById("tools").hidden = false;
})();
