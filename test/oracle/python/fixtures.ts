/** Small programs that were once read wrongly. */
import { PROGRAM } from '../flow/program.ts';

interface Fixture {
  readonly name: string;
  readonly text: string;
  readonly isStraight: boolean;
}

function fixture(name: string, body: string, isStraight = false): Fixture {
  const head = 'import os, shlex, subprocess, sys\nF = [f == "1" for f in sys.argv[1:]]\nQ = ';
  return { name, text: `${head}"${PROGRAM}"\n${body}\n`, isStraight };
}

export const FIXTURES: readonly Fixture[] = [
  fixture(
    'a list with several values is spread as each of them',
    'c = [Q]\nif F[0]:\n    pass\nelif F[1]:\n    c += ["-S"]\nelse:\n    c = c + c\nsubprocess.run(c + c)',
  ),
  fixture(
    'a list that a loop reassigns grows with each round',
    'c = [Q]\nw = len(sys.argv)\nwhile w > 2:\n    w -= 1\n    c = c + (["-S"] if F[2] else c)\nsubprocess.run(c)',
  ),
  fixture(
    'an empty word may be missing',
    'def f(p=""):\n    if F[1]:\n        return [p, "-S"]\n    return ["-s"]\nsubprocess.run([Q] + f())',
  ),
  fixture(
    'a word that may precede a program need not run it',
    'c = [Q, "-S"]\nif F[0]:\n    c.insert(0, "env")\nsubprocess.run(c)',
  ),
  fixture(
    'a text that grows in a loop may have any length',
    'c = Q\nt = "a"\nw = len(sys.argv)\nwhile w > 2:\n    w -= 1\n    t += t\nsubprocess.run([Q, t, t])',
  ),
  fixture(
    'each round may add another text',
    's, t = "a", "b"\nc = [Q]\nw = len(sys.argv)\nwhile w > 2:\n    w -= 1\n    c.append(t)\n    t = s\nsubprocess.run(c)',
  ),
  fixture(
    'a round may add a text made of all words before it',
    'c = [Q]\nw = len(sys.argv)\nwhile w > 2:\n    w -= 1\n    c.append(",".join(c))\nsubprocess.run(c)',
  ),
  fixture(
    'a copy made in a branch may be absent while its original is present',
    'c = [Q, "-S"]\nif F[0]:\n    c += ["-s"]\n    if F[2]:\n        c.extend(c + ["-d"])\nsubprocess.run(c)',
  ),
  fixture(
    'a value of the last branch is one of the values',
    't = "a"\nif F[1]:\n    t = "b"\nif F[0]:\n    pass\nelif F[2]:\n    pass\nelse:\n    t = "c"\nsubprocess.run([Q, t])',
  ),
  fixture(
    'a value that several branches leave may come from any of them',
    's, t = "a", "b"\nif F[2]:\n    if F[0]:\n        t += "x" if F[2] else "y"\n    else:\n        s += "z"\nsubprocess.run([Q, t, s if F[1] else "q"])',
  ),
  fixture(
    'a name used twice has one value in both places',
    's, t = "a", "k"\ns = "A" if F[0] else s\nif F[2]:\n    pass\nelif F[1]:\n    pass\nelif F[1]:\n    pass\nelse:\n    t = f"<{s}>"\nsubprocess.run([Q, t, t])',
  ),
  fixture(
    'a slice is replaced',
    'c = [Q]\nl = ["a", "b"]\nl[1:1] = l\nc += l\nc.append(",".join(l))\nsubprocess.run(c)',
    true,
  ),
  fixture(
    'a conversion to text leaves a known value known',
    'subprocess.run([Q, f"{4444!s}{{}}", "{:s}".format("x")[:1]])',
  ),
  fixture(
    'values set in one nested branch occur together',
    's, t = "a", "b"\nu = "x" if F[1] else "y"\nif F[1]:\n    if F[2]:\n        pass\n    else:\n        s, t = u, "c"\nsubprocess.run([Q, s or t, t])',
  ),
  fixture(
    'an unchanged value occurs with the values of other branches',
    's, t = "a", "b"\nif F[0]:\n    if F[1]:\n        s, t = ("x" if F[2] else "y"), "c"\nsubprocess.run([Q, s, t])',
  ),
  fixture(
    'beyond the followed texts another one may occur',
    'def f(a):\n    return "x" if F[0] else a\nsubprocess.run([Q, f("1") + f("2") + f("3") + f("4") + f("5")])',
  ),
  fixture(
    'beyond the followed command lines another one may be started',
    'def f(a):\n    return "x" if F[0] else a\nsubprocess.run([Q, f("1"), f("2"), f("3"), f("4"), f("5"), f("6")])',
  ),
  fixture(
    'an empty word added in a loop may occur once for each round',
    'c = [Q]\nw = len(sys.argv)\nwhile w > 2:\n    w -= 1\n    c.append("".join(c[1:]))\nsubprocess.run(c)',
  ),
  fixture(
    'a list that two conditions select has no words of the others',
    'l = ["a"] if F[1] else ["b"]\nsubprocess.run([Q, *(l if F[1] else ["c"]) + l])',
  ),
  fixture(
    'a copy of a list keeps words that may be missing',
    'c = [Q]\ntry:\n    c = c + ["-S"]\nexcept KeyError:\n    pass\nsubprocess.run(c[:])',
    true,
  ),
  fixture(
    'a list that one branch rebuilds keeps the words of the others',
    'c = [Q]\nif F[1]:\n    c = c + c\n    c.insert(0, "x")\nelif F[0]:\n    c.append("b")\nelse:\n    c.append("a")\nc += c\nsubprocess.run(c)',
  ),
  fixture(
    'a program of one branch is no argument of another',
    'if F[1]:\n    c = ["true", "-l"]\nelif F[0]:\n    c = [Q, "a"]\nelse:\n    c = ["true", "b"]\nsubprocess.run(c)',
  ),
  fixture(
    'programs of several branches are no arguments of each other',
    'if F[1]:\n    c = [Q, "-s"]\nelse:\n    c = [Q, "-S"]\nsubprocess.run(c)\nd = [Q]\nif F[1]:\n    d = d + d\nelif F[2]:\n    d.insert(0, "true")\nsubprocess.run(d)',
  ),
  fixture(
    'a loop that ends runs what is behind it',
    'for m in ["a", "b"]:\n    if F[0]:\n        break\nelse:\n    m = "c"\nsubprocess.run([Q, m])',
  ),
  fixture(
    'a value moves on with each round',
    'd = {"a": "1", "b": "1", "c": "1"}\na = b = c = "1"\nfor i in range(4):\n    d["c"], c = d["b"], b\n    d["b"], b = d["a"], a\n    d["a"] = a = "2"\nsubprocess.run([Q, c, d["c"]])',
  ),
  fixture(
    'known arguments of a call are unpacked',
    'def f(run, *words, **options):\n    run([Q, *words], **options)\nf(subprocess.run, "a", *["b", "c"], **{"check": True})',
    true,
  ),
  fixture(
    'a value is assigned among arguments',
    'm = "a"\nprint(m := "b")\nsubprocess.run([Q, m])',
    true,
  ),
  fixture(
    'a tuple in an f-string is written with parentheses',
    'h, p = "a", "b"\nsubprocess.run([Q, f"{h, p}"])',
    true,
  ),
  fixture(
    'the environment keeps what it is given',
    'os.environ["M"] = "a"\nsubprocess.run([Q, os.environ.get("M", "b"), os.getenv("M", "b")])',
    true,
  ),
  fixture(
    'objects change where a block begins and ends',
    'class A:\n    m = "a"\n    def __enter__(self):\n        self.m = "b"\n        return self\n    def __exit__(self, *e):\n        self.m = "c"\nwith A() as x:\n    subprocess.run([Q, x.m])\nsubprocess.run([Q, x.m])',
    true,
  ),
  fixture(
    'a class takes members of all its bases, in order',
    'class A:\n    def m(self):\n        return "a"\nclass B:\n    def m(self):\n        return "b"\n    def run(self):\n        subprocess.run([Q, self.m()])\nclass C(A, B):\n    pass\nC().run()',
    true,
  ),
];
