// What undici does with a gateway at the URL in the first argument; says "all right" if it is right.
import assert from 'node:assert';

const url = process.argv[2];
for (let i = 0; i < 20; i++) {
  assert.equal((await fetch(url + '/a')).status, 200);
  const sent = 'x'.repeat(100_000 + i);
  const echoed = await fetch(url + '/chunked', {method: 'POST', body: sent});
  assert.equal(await echoed.text(), sent);
}
const streamed = new ReadableStream({
  start(controller) {
    controller.enqueue(new TextEncoder().encode('one'));
    controller.enqueue(new TextEncoder().encode('two'));
    controller.close();
  },
});
const answer = await fetch(url + '/b', {method: 'PUT', body: streamed, duplex: 'half'});
assert.equal(await answer.text(), 'onetwo');
const events = await fetch(url + '/events');
const reader = events.body.getReader();
const first = await reader.read();
assert.match(new TextDecoder().decode(first.value), /^data: 1/);
await reader.cancel();
console.log('all right');
