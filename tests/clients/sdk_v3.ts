// An induction of API v3 through the client that @hey-api/openapi-ts makes.
import { client } from "./made_v3/client.gen.js";
import * as api from "./made_v3/index.js";

declare const process: { argv: string[] };
client.setConfig({ baseUrl: process.argv[2], auth: "north-star-register-token", throwOnError: true });
const at = (day: string) => ({ "X-With-Server-Date": day });
const asked = { throwOnError: true } as const;
const begun = "2026-11-25T09:00:00Z";
const tell = (...words: unknown[]) => console.log(words.join(" "));

const schools = (await api.getSchools({ query: { filter: { cohort: "2026", urn: "190005" } }, headers: at(begun), ...asked })).data.data;
const partners = (await api.getDeliveryPartners({ query: { filter: { cohort: "2026" } }, headers: at(begun), ...asked })).data.data;
const wanted = { cohort: "2026", school_id: schools[0].id, delivery_partner_id: partners[0].id };
const partnership = (await api.createPartnership({ body: { data: { attributes: wanted } }, headers: at(begun), ...asked })).data.data;
const poll = async (since: string, day: string) =>
  (await api.getParticipants({ query: { filter: { updated_since: since } }, headers: at(day), ...asked })).data.data;
const appeared = await poll(begun, begun);
tell("partnership", partnership.attributes.cohort, appeared.length);

const who = appeared.find((each) => each.attributes.ecf_enrolments[0].participant_type === "ect")!.id;
const course_identifier = "ecf-induction" as const;
const started = {
  participant_id: who,
  course_identifier,
  declaration_type: "started" as const,
  declaration_date: "2026-11-20T09:00:00Z",
  evidence_held: "other" as const,
};
const made = (await api.createDeclaration({ body: { data: { attributes: started } }, headers: at("2026-11-25T10:00:00Z"), ...asked })).data.data;
tell("declaration", made.attributes.state, made.attributes.statement_id ? "with" : "without", "statement");
const path = { id: made.id };
const state = async (day: string) => (await api.getDeclaration({ path, headers: at(day), ...asked })).data.data.attributes.state;
tell("declaration", await state("2027-01-01"));
tell("declaration", await state("2027-01-25"));
const taken = await api.voidDeclaration({ path, headers: at("2027-02-01"), ...asked });
tell("declaration", taken.data.data.attributes.state);
tell("declaration", await state("2027-04-25"));

type Told = { data: { data: { attributes: { ecf_enrolments: { training_status: string; schedule_identifier: string }[] } } } };
const shown = ({ data }: Told) => {
  const [enrolment] = data.data.attributes.ecf_enrolments;
  tell("participant", enrolment.training_status, enrolment.schedule_identifier);
};
const about = (day: string) => ({ path: { id: who }, headers: at(day), ...asked });
shown(await api.deferParticipant({ body: { data: { attributes: { reason: "career-break", course_identifier } } }, ...about("2027-02-02") }));
shown(await api.resumeParticipant({ body: { data: { attributes: { course_identifier } } }, ...about("2027-02-03") }));
const rescheduled = { schedule_identifier: "ecf-extended-september" as const, course_identifier };
shown(await api.changeParticipantSchedule({ body: { data: { attributes: rescheduled } }, ...about("2027-02-05") }));
const changed = (await poll("2027-02-05T00:00:00Z", "2027-02-06")).find((each) => each.id === who)!;
tell("participant", changed.attributes.updated_at);
