// An induction of API v1 through the client that @hey-api/openapi-ts makes.
import { client } from "./made_v1/client.gen.js";
import * as api from "./made_v1/index.js";

declare const process: { argv: string[] };
client.setConfig({ baseUrl: process.argv[2], auth: "north-star-token", throwOnError: true });
const who = "00000000-0000-4000-8000-000000000101";
const declared: [api.DeclarationRequest["data"]["attributes"]["declaration_type"], string][] = [
  ["started", "2021-11-25"],
  ["retained-1", "2021-12-10"],
  ["retained-2", "2022-02-10"],
  ["retained-3", "2022-05-10"],
  ["retained-4", "2022-10-10"],
  ["completed", "2023-02-10"],
];

const made: string[] = [];
for (const [declaration_type, day] of declared) {
  const attributes = { participant_id: who, course_identifier: "ecf-induction", declaration_date: `${day}T09:00:00Z` };
  const said = { ...attributes, declaration_type, evidence_held: "other" };
  const { data } = await api.createDeclaration({
    body: { data: { type: "participant-declaration", attributes: said } } as api.DeclarationRequest,
    headers: { "X-With-Server-Date": `${day}T12:00:00Z` },
    throwOnError: true,
  });
  made.push(data.data.id);
}
for (const id of made) {
  const headers = { "X-With-Server-Date": "2023-06-01" };
  const { data } = await api.getDeclaration({ path: { id }, headers, throwOnError: true });
  console.log(data.data.attributes.declaration_type, data.data.attributes.state);
}
