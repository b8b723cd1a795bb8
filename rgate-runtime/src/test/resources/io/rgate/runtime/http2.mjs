// What Node's http2 does with a gateway at the URL in the first argument, whose certificate is signed by the file in the
// second one; says "all right" if it is right.
import assert from 'node:assert';
import fs from 'node:fs';
import http2 from 'node:http2';

const session = http2.connect(process.argv[2], {ca: fs.readFileSync(process.argv[3])});
const exchange = (fields, content) => new Promise((resolve, reject) => {
  const stream = session.request(fields);
  let head;
  const pieces = [];
  stream.on('response', h => { head = h; });
  stream.on('data', piece => pieces.push(piece));
  stream.on('end', () => resolve({head, content: Buffer.concat(pieces).toString()}));
  stream.on('error', reject);
  stream.end(content);
});
const sent = 'x'.repeat(200_000);
const exchanges = [];
for (let i = 0; i < 50; i++) {
  exchanges.push(exchange({':path': '/a' + i}));
  exchanges.push(exchange({':path': '/chunked', ':method': 'POST'}, sent + i));
}
const answers = await Promise.all(exchanges);
answers.forEach((answer, i) => {
  assert.equal(answer.head[':status'], 200);
  assert.equal(answer.content, i % 2 === 0 ? '' : sent + (i - 1) / 2);
});
assert.equal(session.alpnProtocol, 'h2');
session.close();
console.log('all right');
