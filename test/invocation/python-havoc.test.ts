/** A write with a key or a name that only a run knows leaves no entry certain that it may mean. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inventoryOf } from '../../server/src/service/inventory/inventory.ts';
import { analyzeText } from '../support/check.ts';

/** Programs in which `d["m"]` may be another one than `none`. */
const WRITES: readonly string[] = [
  'd.update(x)',
  'd |= x',
  'd[k] = v',
  'for k, v in x.items():\n    d[k] = v',
  'd.update(zip(a, b))',
  'exec(text)\n',
  'globals().update(x)',
  'vars()["d"] = x',
  'locals()["d"] = x',
  'from settings import *',
  'setattr(sys.modules[__name__], "d", x)',
  'operator.setitem(d, "m", x)',
  'helpers.complete(d)',
  'def use(x):\n    d["m"] = x\nlist(map(use, x))',
];

/** Programs in which a list of options is changed, without the line that starts QEMU. */
const CHANGES: readonly string[] = [
  'args[-1] = OPEN',
  'del args[-1]\nargs.append(OPEN)',
  'del args[2:]\nargs.append(OPEN)',
  'args.remove("none")\nargs.append(OPEN)',
  'args.pop(2)\nargs.append(OPEN)',
  'args[args.index("none")] = OPEN',
  'args = [OPEN, "-monitor", "qemu-system-x86_64"]\nargs.reverse()',
  'def change(into=args):\n    into[2] = OPEN\nchange()',
  'def change(word, into=["qemu-system-x86_64", "-monitor"]):\n    into.append(word)\n    return into\nargs = change(OPEN)',
  'def outer():\n    value = "none"\n    def inner():\n        nonlocal value\n        value = OPEN\n    inner()\n    args[2] = value\nouter()',
  'helpers.add_monitor(args)',
  'operator.setitem(args, 2, OPEN)',
  'getattr(args, change)(OPEN)',
  'with suppress(ValueError):\n    args[2] = OPEN\n    raise ValueError',
];

const LAUNCH = 'subprocess.run(["qemu-system-x86_64", "-monitor", d["m"]])\n';

/** Who can reach the monitors of a program. */
function audiences(text: string): readonly string[] {
  const analysis = analyzeText(`import subprocess\n${text}`, { languageId: 'python' });
  return inventoryOf(analysis)
    .flatMap(({ monitors }) => monitors)
    .map(({ audience }) => audience);
}

describe('a monitor', () => {
  for (const write of WRITES) {
    it(`is unknown behind ${write}`, () => {
      assert.ok(audiences(`d = {"m": "none"}\n${write}\n${LAUNCH}`).includes('unknown'));
    });
  }

  for (const change of CHANGES) {
    it(`is found or unknown behind ${change}`, () => {
      const args =
        'OPEN = "tcp:0.0.0.0:4444,server"\nargs = ["qemu-system-x86_64", "-monitor", "none"]\n';
      const known = audiences(`${args}${change}\nsubprocess.run(args)\n`);
      assert.ok(
        known.some((who) => who === 'network' || who === 'unknown'),
        String(known),
      );
    });
  }

  it('is known behind a write with a known key', () => {
    assert.ok(
      !audiences(`d = {"m": "none"}\nd["x"] = v\nd.update(y=v)\n${LAUNCH}`).includes('unknown'),
    );
  });

  const afterInObject = (statement: string) =>
    audiences(`class A:
    m = OPEN
    def __init__(self, k, v, x):
        self.m = "none"
        ${statement}
        subprocess.run(["qemu-system-x86_64", "-monitor", self.m])
`);

  it('is unknown behind attributes with unknown names', () => {
    const writes = [
      'setattr(self, k, v)',
      'self.__dict__.update(x)',
      'self.__dict__[k] = v',
      'vars(self)[k] = v',
      'vars(self).update(x)',
      'configure(self)',
      'del self.m',
    ];
    for (const write of writes) assert.ok(afterInObject(write).includes('unknown'), write);
  });

  it('is known behind reads of all attributes', () => {
    for (const read of ['state = self.__dict__.copy()', 'all = vars(self).items()']) {
      assert.ok(!afterInObject(read).includes('unknown'), read);
    }
  });

  it('is found where a method is held in a name', () => {
    const text =
      'args = ["kvm"]\nadd = args.append\nadd("-monitor")\nadd("tcp::1,server")\nsubprocess.run(args)\n';
    assert.deepEqual(audiences(text), ['network']);
  });
});
