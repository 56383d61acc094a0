// Lends the official client to the tests: a line {method, args} in, a line {result} or {refused} out.
// It knows no operation by name, so that nothing stands between the tests and the client.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [installed, baseUrl, token] = process.argv.slice(2);
const { Bot, MaxError } = createRequire(`${installed}/`)('@maxhub/max-bot-api');
const { api } = new Bot(token, { clientOptions: { baseUrl } });

for await (const line of createInterface({ input: process.stdin })) {
  const { method, args } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ result: await api[method](...args) }));
  } catch (error) {
    // The client's own error and no other: a fault of another kind ends the process and fails the test.
    if (!(error instanceof MaxError)) throw error;
    console.log(JSON.stringify({ refused: { status: error.status, code: error.code } }));
  }
}
