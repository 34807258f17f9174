// A client that lends a model which thinks for a while. It calls servers in turn and prints, as JSON, how long each call
// took in milliseconds, and how long the waits alone take here.

import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

const { mode, era, servers, calls, thinks, rounds, atOnce } = JSON.parse(process.argv[2]);
let asked = 0;

const thought = () => new Promise((resolve) => setTimeout(resolve, thinks));

async function answered() {
  asked += 1;
  const said = {
    thought: "Well.",
    actions: [{ type: "TALK", content: `Word ${asked}.`, to: "" }],
    mind: { feeling: "calm", attention: "the talk", goal: "to be heard" },
  };
  await thought();
  return { role: "assistant", content: { type: "text", text: JSON.stringify(said) }, model: "lent" };
}

async function connected(server) {
  const options = { capabilities: { sampling: {} }, versionNegotiation: { mode } };
  const client = new Client({ name: "bench", version: "1" }, options);
  client.setRequestHandler("sampling/createMessage", answered);
  const { url } = server;
  await client.connect(url ? new StreamableHTTPClientTransport(new URL(url)) : new StdioClientTransport(server));
  if (client.getNegotiatedProtocolVersion() !== era) throw new Error(`no ${era} with ${url ?? server.args}`);
  return client;
}

async function timed(work) {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function waited() {
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(Array.from({ length: atOnce }, thought));
  }
}

const clients = await Promise.all(servers.map(connected));
const took = servers.map(() => []);
const waits = [];
for (const round of calls) {
  for (const [index, call] of round.entries()) {
    asked = 0;
    took[index].push(await timed(() => clients[index].callTool(call)));
    if (asked !== rounds * atOnce) throw new Error(`${call.name} asked ${asked} prompts`);
  }
  waits.push(await timed(waited));
}
console.log(JSON.stringify({ took, waits }));
process.exit(0);
