// What a client of ours does, with types that were made from openapi.json: plan, wait, report, assignments.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

type Roster = components["schemas"]["Roster"];

const [url = "", key = "", file = ""] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${key}` } });
const roster = JSON.parse(readFileSync(file, "utf-8")) as Roster;

function said(problem: components["schemas"]["Problem"]): never {
  throw new Error(`${problem.title}: ${problem.detail}`);
}

const asked = await client.POST("/v1/plans", {
  body: { roster, goals: { time_limit_s: 5 }, scenario: [], name: "by a client", priority: 4 },
  params: { header: { Prefer: "wait=1" } },
});
if (asked.error) said(asked.error);
let plan = asked.data;
while (plan.state === "queued" || plan.state === "running") {
  await sleep(200);
  const seen = await client.GET("/v1/plans/{plan_id}", { params: { path: { plan_id: plan.id } } });
  if (seen.error) said(seen.error);
  plan = seen.data;
}
if (plan.state !== "done") throw new Error(plan.message ?? plan.state);

const path = { plan_id: plan.id };
const report = await client.GET("/v1/plans/{plan_id}/report", { params: { path } });
if (report.error) said(report.error);
const held = await client.GET("/v1/plans/{plan_id}/assignments", { params: { path } });
if (held.error) said(held.error);
if (typeof report.data === "string" || typeof held.data === "string") throw new Error("JSON was asked for");
console.log(JSON.stringify({ sentence: report.data.verdict.sentence, held: held.data.items.length }));

const refused = await client.POST("/v1/plans", { body: { roster: { officers: [], cases: [] } } });
if (!refused.error) throw new Error("a roster without anything was accepted");
console.log(JSON.stringify({ refused: refused.error.type }));
