import createClient from "openapi-fetch";
import type { paths } from "./v3.js";

declare const process: { argv: string[] };
const { GET, POST, PUT } = createClient<paths>({
  baseUrl: process.argv[2],
  headers: { Authorization: "Bearer north-star-register-token" },
});
const at = (day: string) => ({ "X-With-Server-Date": day });
const begun = "2026-11-25T09:00:00Z";
function got<T>({ data, error }: { data?: T; error?: unknown }): T {
  if (!data) throw new Error(JSON.stringify(error));
  return data;
}

const schools = got(await GET("/api/v3/schools", { params: { query: { filter: { cohort: "2026", urn: "190005" } }, header: at(begun) } }));
const partners = got(await GET("/api/v3/delivery-partners", { params: { query: { filter: { cohort: "2026" } }, header: at(begun) } }));
const wanted = { cohort: "2026", school_id: schools.data[0].id, delivery_partner_id: partners.data[0].id };
const partnership = got(await POST("/api/v3/partnerships", { body: { data: { attributes: wanted } }, params: { header: at(begun) } }));
const poll = async (since: string, day: string) =>
  got(await GET("/api/v3/participants", { params: { query: { filter: { updated_since: since } }, header: at(day) } })).data;
const appeared = await poll(begun, begun);
console.log("partnership", partnership.data.attributes.cohort, appeared.length);

const who = appeared.find((each) => each.attributes.ecf_enrolments[0].participant_type === "ect")!.id;
const started = {
  participant_id: who,
  course_identifier: "ecf-induction" as const,
  declaration_type: "started" as const,
  declaration_date: "2026-11-20T09:00:00Z",
  evidence_held: "other" as const,
};
const made = got(await POST("/api/v3/participant-declarations", {
  body: { data: { attributes: started } }, params: { header: at("2026-11-25T10:00:00Z") },
})).data;
console.log("declaration", made.attributes.state, made.attributes.statement_id ? "with" : "without", "statement");
const state = async (day: string) =>
  got(await GET("/api/v3/participant-declarations/{id}", { params: { path: { id: made.id }, header: at(day) } })).data.attributes.state;
console.log("declaration", await state("2027-01-01"));
console.log("declaration", await state("2027-01-25"));
const taken = got(await PUT("/api/v3/participant-declarations/{id}/void", { params: { path: { id: made.id }, header: at("2027-02-01") } }));
console.log("declaration", taken.data.attributes.state);
console.log("declaration", await state("2027-04-25"));

const course_identifier = "ecf-induction" as const;
const tell = (attributes: { ecf_enrolments: { training_status: string; schedule_identifier: string }[] }) =>
  console.log("participant", attributes.ecf_enrolments[0].training_status, attributes.ecf_enrolments[0].schedule_identifier);
const about = (day: string) => ({ path: { id: who }, header: at(day) });
tell(got(await PUT("/api/v3/participants/{id}/defer", {
  body: { data: { attributes: { reason: "career-break", course_identifier } } }, params: about("2027-02-02"),
})).data.attributes);
tell(got(await PUT("/api/v3/participants/{id}/resume", {
  body: { data: { attributes: { course_identifier } } }, params: about("2027-02-03"),
})).data.attributes);
tell(got(await PUT("/api/v3/participants/{id}/change-schedule", {
  body: { data: { attributes: { schedule_identifier: "ecf-extended-september", course_identifier } } }, params: about("2027-02-05"),
})).data.attributes);
const [changed] = (await poll("2027-02-05T00:00:00Z", "2027-02-06")).filter((each) => each.id === who);
console.log("participant", changed.attributes.updated_at);
