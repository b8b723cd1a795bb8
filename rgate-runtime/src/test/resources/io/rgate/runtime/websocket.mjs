// What Node's client of WebSocket does with a gateway at the URL in the first argument; says "all right" if it is right.
import assert from 'node:assert';

for (let i = 0; i < 5; i++) {
  const socket = new WebSocket(process.argv[2]);
  const got = [];
  const closed = new Promise((resolve, reject) => {
    socket.onclose = resolve;
    socket.onerror = (event) => reject(new Error(String(event.message)));
  });
  const sent = ['hello', '', 'x'.repeat(70_000 + i), 'bye'];
  socket.onopen = () => sent.forEach((text) => socket.send(text));
  socket.onmessage = (event) => {
    got.push(event.data);
    if (got.length === sent.length) {
      socket.close(1000, 'done');
    }
  };
  const end = await closed;
  assert.deepEqual(got, sent);
  assert.equal(end.code, 1000);
}
console.log('all right');
