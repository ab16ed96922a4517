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
  'def debug():\n    args[2] = OPEN\nmodes = {"debug": debug}\nmodes[mode]()',
  'def debug():\n    args.extend(["-monitor", OPEN])\nargs = ["kvm"]\nmodes = {"debug": debug}\nfor mode in given:\n    modes[mode]()',
  'def debug():\n    args[2] = OPEN\nmodes = {"debug": debug}\nmode = modes.get(name)\nmode()',
  'def debug():\n    args[2] = OPEN\nmodes = {"debug": debug}\nfor name, change in modes.items():\n    change()',
];

const LAUNCH = 'subprocess.run(["qemu-system-x86_64", "-monitor", d["m"]])\n';

/** Programs that open `OPEN` in ways that are followed in part, or not. */
const OPENINGS: readonly string[] = [
  '@dataclass\nclass A:\n    m: str = "none"\nrun(A(m=OPEN).m)',
  'class A(NamedTuple):\n    m: str = "none"\nrun(A(OPEN).m)',
  'partial(run, m=OPEN)()',
  'class A:\n    def __init__(self, m="none"):\n        self.m = m\n    def __call__(self):\n        run(self.m)\nA(OPEN)()',
  'run("none")\nThread(target=run, args=(OPEN,)).start()',
  '@changed\ndef start(m):\n    run(m)\nstart("none")',
  'for i in range(40):\n    run(f"unix:{i}")\nrun(OPEN)',
  'def deep(m, words):\n    run(m)\n    if words:\n        deep(words[0], words[1:])\ndeep("none", [OPEN])',
  'q = ["none"]\nheapq.heappush(q, OPEN)\nheapq.heappop(q)\nrun(q[0])',
  'm = ["none", OPEN]\nwhile m[0] == "none":\n    random.shuffle(m)\nrun(m[0])',
  'class A:\n    m = "none"\na = A()\nlist(map(change, [a]))\nrun(a.m)',
  'class A:\n    def __init__(self):\n        self.d = {"m": "none"}\n    def __setitem__(self, k, v):\n        self.d[k] = v\na = A()\na["m"] = OPEN\nrun(a.d["m"])',
  'subprocess.run([OPEN if w == "none" else w for w in SAFE])',
  'subprocess.run(re.sub("none", OPEN, " ".join(SAFE)), shell=True)',
  'os.system(" ".join(SAFE).replace("none", OPEN))',
  'subprocess.run(("qemu-system-x86_64 -monitor " + OPEN).split(blank))',
  'subprocess.run(f"qemu-system-x86_64 -monitor {OPEN}#".strip("#").split())',
  'subprocess.run(list(filter(None, [*SAFE[:2], OPEN])))',
  'def words():\n    yield "qemu-system-x86_64"\n    yield "-monitor"\n    yield OPEN\nsubprocess.run(list(words()))',
  'subprocess.run(["qemu-system-x86_64", "-" + name.lower(), OPEN])',
  'subprocess.run(["sh"], input=f"qemu-system-x86_64 -monitor {OPEN}", text=True)',
  'pathlib.Path("run.sh").write_text(f"qemu-system-x86_64 -monitor {OPEN}")',
  'p = argparse.ArgumentParser()\np.add_argument("--m", action="store_const", const=OPEN, default="none")\nrun(p.parse_args().m)',
  'p = argparse.ArgumentParser()\np.add_argument("--m", choices=["none", OPEN], default="none")\nrun(p.parse_args().m)',
  'p = argparse.ArgumentParser()\np.set_defaults(**{"m": OPEN})\nrun(p.parse_args().m)',
  'o = argparse.ArgumentParser().parse_args()\no.m = OPEN\nrun(o.m)',
  'p = argparse.ArgumentParser()\np.add_argument("--q", action="append", default=[])\nsubprocess.run(["qemu-system-x86_64", *p.parse_args().q])',
  'p = argparse.ArgumentParser()\np.add_argument("--m", default="none")\nrun(p.parse_args(["--m", OPEN]).m)',
  'def main(argv=None):\n    p = argparse.ArgumentParser()\n    p.add_argument("--m", default="none")\n    run(p.parse_args(argv).m)\nmain(["--m", OPEN])',
  'start = partial(subprocess.run, check=True)\nqemu = partial(lambda *a, m: start(["qemu-system-x86_64", *a, "-monitor", m]), "-S")\nqemu(m=OPEN)',
  'c = configparser.ConfigParser()\nc.read("vm.ini")\nrun(c.get("vm", "monitor"))',
];

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

  const IMPORTS = 'import argparse, configparser, heapq, os, pathlib, random, re\n';
  const RUN =
    'OPEN = "tcp:0.0.0.0:4444,server"\nSAFE = ["qemu-system-x86_64", "-monitor", "none"]\ndef run(m="none"):\n    subprocess.run(["qemu-system-x86_64", "-monitor", m])\n';
  for (const opening of OPENINGS) {
    it(`is found or unknown in ${opening}`, () => {
      const known = audiences(`${IMPORTS}${RUN}${opening}\n`);
      assert.ok(known.includes('network') || known.includes('unknown'), String(known));
    });
  }

  it('is unknown behind a deletion of options', () => {
    const text =
      'args = ["qemu-system-x86_64", "-monitor", "tcp:0.0.0.0:1,server"]\ni = args.index("-monitor")\ndel args[i:i + 2]\nsubprocess.run(args)\n';
    assert.deepEqual(audiences(text), ['unknown']);
  });

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
