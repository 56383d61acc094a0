// What an integrator writes in TypeScript. Compiled with `strict`, then run: PORTAL, TOKEN, HOUSE, MESSENGER_ID.
import createClient from "openapi-fetch";
import type { components, paths, webhooks } from "./portal.js";

type House = components["schemas"]["HouseShown"];
type Told = webhooks["chat.changed"]["post"]["requestBody"]["content"]["application/json"];

const wanted = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};
const portal = createClient<paths>({
  baseUrl: wanted("PORTAL"),
  headers: { Authorization: `Bearer ${wanted("TOKEN")}` },
});

// whoever follows webhooks reads the kind and the row by their types
export const toldOf = (message: Told): number => (message.type === "chat.changed" ? message.data.id : 0);

const allHouses = async (region: string): Promise<House[]> => {
  const found: House[] = [];
  let cursor: string | undefined;
  do {
    const query = { region, page_size: 500, ...(cursor === undefined ? {} : { cursor }) };
    const { data, error } = await portal.GET("/api/v1/houses/", { params: { query } });
    if (data === undefined) throw new Error(error.detail);
    found.push(...data.results);
    cursor = data.next ? (new URL(data.next).searchParams.get("cursor") ?? undefined) : undefined;
  } while (cursor !== undefined);
  return found;
};

const id = Number(wanted("HOUSE"));
const one = await portal.GET("/api/v1/houses/{id}/", { params: { path: { id } } });
const accounts = await portal.GET("/api/v1/representatives/", {
  params: { query: { messenger_id: Number(wanted("MESSENGER_ID")) } },
});
const refused = await portal.POST("/api/v1/organisations/", {
  body: { region: "71", kind: "uk", name: "ООО «УК»", inn: "5503249259" },
});

// @ts-expect-error: no such filter
const mistyped = () => portal.GET("/api/v1/houses/", { params: { query: { regoin: "71" } } });
// @ts-expect-error: a company has a region
const unfinished = () => portal.POST("/api/v1/organisations/", { body: { kind: "uk", name: "ООО «УК»" } });
void [mistyped, unfinished];

console.log(
  JSON.stringify({
    houses: (await allHouses("71")).length,
    guid: one.data?.fias_guid,
    accounts: accounts.data?.results.map((person) => person.messenger_id),
    refused: refused.error?.errors.map((fault) => fault.field),
  }),
);
