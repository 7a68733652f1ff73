// The main job in TypeScript, with types generated from the schema: from an imported article to a published check.

import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

declare const process: { argv: string[]; exitCode?: number };

const [, , baseUrl, token] = process.argv;
const client = createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });

type Problem = components["schemas"]["Problem"];

/** What was answered, or an error with the problem's sentence. */
function told<T>(answer: { data?: T; error?: Problem }): T {
  if (answer.data === undefined) throw new Error(answer.error?.detail ?? "no answer");
  return answer.data;
}

const text = "A bridge for the old harbour\n\nThe bridge cost 12 million euros 🚢. It opened in May.";
const article = told(await client.POST("/api/v1/articles/", { body: { text, publisher: "The Courier" } }));

const start = text.indexOf("It opened in May");
const marked = told(
  await client.POST("/api/v1/claims/", {
    // JavaScript counts UTF-16 units.
    params: { query: { offsets: "utf16" } },
    body: { article: article.uid, version: 1, start, end: start + "It opened in May".length },
  }),
);
if (marked.quotation !== "It opened in May") throw new Error(marked.quotation);

const path = { uid: marked.uid };
const source = told(await client.POST("/api/v1/sources/", { body: { title: "Harbour accounts", type: "report" } }));
told(
  await client.POST("/api/v1/claims/{uid}/evidence/", {
    params: { path },
    body: { source: source.uid, stance: "refutes", locator: "7" },
  }),
);
told(
  await client.POST("/api/v1/claims/{uid}/assessments/", {
    params: { path },
    body: { rating: "false", rationale: "It opened in June." },
  }),
);

const mayor = told(await client.POST("/api/v1/agents/", { body: { name: "The mayor" } }));
const shown = await client.GET("/api/v1/claims/{uid}/", { params: { path } });
told(
  await client.PATCH("/api/v1/claims/{uid}/", {
    params: { path, header: { "If-Match": shown.response.headers.get("ETag") ?? "" } },
    body: { claimant: mayor.uid, tags: ["bridge"] },
  }),
);

const steps = [
  { step: "submit" },
  { step: "explain", explanation: "It opened in **June**." },
  { step: "publish" },
] as const;
for (const body of steps) told(await client.POST("/api/v1/claims/{uid}/steps/", { params: { path }, body }));

const pulled = told(await client.GET("/api/v1/claims/", { params: { query: { since: "0" } } }));
const [claim] = pulled.results;
console.log(JSON.stringify({ state: claim?.state, rating: claim?.verdict?.rating.key, since: pulled.since }));
