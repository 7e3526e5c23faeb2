// Calls the Detective API as it is told: a call a line from standard input, an answer a line to standard
// output. The endpoint and the Region come from the environment, as they do for anybody's program.

import { createInterface } from "node:readline";
import * as detective from "@aws-sdk/client-detective";

const MOMENTS = new Set(["ScopeStartTime", "ScopeEndTime", "StartInclusive", "EndInclusive"]);
const clients = new Map();

function clientOf(account) {
  if (!clients.has(account)) {
    const secretAccessKey = process.env.AWS_SECRET_ACCESS_KEY;
    clients.set(
      account,
      new detective.DetectiveClient({ credentials: { accessKeyId: account, secretAccessKey }, maxAttempts: 1 }),
    );
  }
  return clients.get(account);
}

// The client takes moments as dates.
function revive(name, value) {
  return MOMENTS.has(name) ? new Date(value) : value;
}

async function answer({ account, operation, members }) {
  const Command = detective[`${operation}Command`];
  try {
    const { $metadata, ...answered } = await clientOf(account).send(new Command(members));
    return { members: answered };
  } catch (error) {
    if (error instanceof detective.DetectiveServiceException) {
      return { error: error.name };
    }
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line, revive))));
}
