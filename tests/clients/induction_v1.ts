import createClient from "openapi-fetch";
import type { components, paths } from "./v1.js";

declare const process: { argv: string[] };
const who = "00000000-0000-4000-8000-000000000101";
const { GET, POST } = createClient<paths>({
  baseUrl: process.argv[2],
  headers: { Authorization: "Bearer north-star-token" },
});
const declared: [components["schemas"]["DeclarationRequest"]["data"]["attributes"]["declaration_type"], string][] = [
  ["started", "2021-11-25"],
  ["retained-1", "2021-12-10"],
  ["retained-2", "2022-02-10"],
  ["retained-3", "2022-05-10"],
  ["retained-4", "2022-10-10"],
  ["completed", "2023-02-10"],
];

const made: string[] = [];
for (const [declaration_type, day] of declared) {
  const attributes = { participant_id: who, course_identifier: "ecf-induction" as const, declaration_date: `${day}T09:00:00Z` };
  const said = { ...attributes, declaration_type, evidence_held: "other" };
  const { data, error } = await POST("/api/v1/participant-declarations", {
    body: { data: { type: "participant-declaration", attributes: said } } as components["schemas"]["DeclarationRequest"],
    params: { header: { "X-With-Server-Date": `${day}T12:00:00Z` } },
  });
  if (!data) throw new Error(JSON.stringify(error));
  made.push(data.data.id);
}
for (const id of made) {
  const { data } = await GET("/api/v1/participant-declarations/{id}", {
    params: { path: { id }, header: { "X-With-Server-Date": "2023-06-01" } },
  });
  console.log(data?.data.attributes.declaration_type, data?.data.attributes.state);
}
