// Node finds a module by its whole name, which the generator leaves out unless it is told.
const { API, DOCUMENT } = process.env;
export default { input: DOCUMENT, output: { path: `made_${API}`, module: { extension: ".js" } } };
