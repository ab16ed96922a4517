/** An edited Python file is read like a new one, although unchanged nodes are taken over. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPython } from '../../server/src/syntax/python/reader.ts';

const SOURCE = `import os

class Vm:
    def start(self, port):  # a comment
        args = ["qemu-system-x86_64", "-qmp", f"tcp::{port}"]
        if port:
            args += ["-S"]
        else:
            for one in range(3):
                args.append("""-m
                1G""")
        return args

${'def unused(a, b=(1, 2)):\n    return {a: b}\n\n'.repeat(20)}Vm().start(4444)
`;
const INSERTED = [
  'x',
  '\n',
  '    ',
  '(',
  '"""',
  '# ',
  'f"{x}"\n',
  'if a:\n',
  'else:\n',
  'y = [1]\n',
];

test('an edited file is read like a new one', () => {
  const edits = fc.array(
    fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.constantFrom('', ...INSERTED)),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(edits, (steps) => {
      let source = SOURCE;
      readPython(source);
      const read = steps.map(([place, cut, inserted]) => {
        const at = place % source.length;
        source = source.slice(0, at) + inserted + source.slice(at + cut);
        return { source, file: readPython(source) };
      });
      for (const { source: text, file } of read) {
        readPython('');
        assert.deepEqual(file, readPython(text));
      }
    }),
    { numRuns: 100 },
  );
});
