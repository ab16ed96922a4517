/** Messages on streams of bytes, which come in pieces of any size. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { framed, messageReader } from '../../../server/src/lsp/supervisor/message-stream.ts';

function read(pieces: readonly Buffer[]) {
  const messages: unknown[] = [];
  let garbled = 0;
  const take = messageReader(
    (message) => messages.push(message),
    () => garbled++,
  );
  for (const piece of pieces) take(piece);
  return { messages, garbled };
}

test('messages are read however the stream is cut', () => {
  const message = fc.record({ id: fc.nat(), method: fc.string({ unit: 'binary' }) });
  fc.assert(
    fc.property(fc.array(message), fc.array(fc.nat(200)), (sent, sizes) => {
      const bytes = Buffer.from(sent.map(framed).join(''));
      const pieces: Buffer[] = [];
      let at = 0;
      for (const size of sizes) {
        pieces.push(bytes.subarray(at, at + size));
        at += size;
      }
      pieces.push(bytes.subarray(at));
      // JSON is all that can be sent, so that is what is compared.
      assert.deepEqual(read(pieces).messages, JSON.parse(JSON.stringify(sent)));
    }),
  );
});

test('other headers, in any case and order, are no obstacle', () => {
  const body = '{"id":1}';
  const header = `content-type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length:${body.length}\r\n\r\n`;
  assert.deepEqual(read([Buffer.from(header + body + framed({ id: 2 }))]).messages, [
    { id: 1 },
    { id: 2 },
  ]);
});

test('a body that is no message is passed over', () => {
  for (const body of ['{', '7', 'null', '']) {
    const bytes = Buffer.from(`Content-Length: ${body.length}\r\n\r\n${body}${framed({ id: 2 })}`);
    assert.deepEqual(read([bytes]), { messages: [{ id: 2 }], garbled: 1 }, body);
  }
});

test('a stream that is none of messages is no use', () => {
  for (const text of ['GET / HTTP/1.1\r\n\r\n', 'Content-Length: -1\r\n\r\n', 'x'.repeat(5000)]) {
    assert.throws(() => read([Buffer.from(text)]), /header|Content/);
  }
  assert.throws(() => read([Buffer.from('Content-Length: 99999999999\r\n\r\n')]), /too long/);
});
