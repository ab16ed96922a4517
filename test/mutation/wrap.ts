/**
 * Documents in documents: a script in the strings and here-documents of another one, and in what each host language runs;
 * and what editors and checkouts make of line ends, blanks in front and the first bytes.
 */
import type { Seed } from './corpus.ts';
import { type Draw, mutated } from './mutate.ts';

/** What a document becomes inside of another one, or under some hand. */
type Wrap = (script: string) => string;

const TICK = '`';
const FENCE = TICK.repeat(3);

const inSingle = (script: string) => `'${script.replaceAll("'", "'\\''")}'`;
const inDouble = (script: string) => `"${script.replace(/["$`\\]/g, '\\$&')}"`;
/** Where the outer shell expands what is in it. */
const inLiveDouble = (script: string) => `"${script.replace(/["\\]/g, '\\$&')}"`;
const inAnsi = (script: string) => `$'${script.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n')}'`;
const inTicks = (script: string) => TICK + script.replace(/[`$\\]/g, '\\$&') + TICK;
const inTriple = (script: string) => `"""${script.replace(/[\\"]/g, '\\$&')}"""`;
const inDollars = (script: string) => script.replaceAll('$', '$$$$');
const indented = (script: string, margin: string) => script.replace(/^(?=.)/gm, margin);
const oneLine = (script: string) => script.replaceAll('\\\n', ' ').trim().replace(/\n+/g, '; ');

const IN_SHELLS: readonly Wrap[] = [
  (script) => `ssh h ${inSingle(script)}\n`,
  (script) => `eval ${inDouble(script)}\n`,
  (script) => `bash -c ${inLiveDouble(script)} x "$@"\n`,
  (script) => `sh -c ${inAnsi(script)}\n`,
  (script) => `tmux new -d ${inSingle(script)} \\; attach\n`,
  (script) => `bash <<EOF\n${script}\nEOF\n`,
  (script) => `ssh h <<'EOF'\n${script}\nEOF\n`,
  (script) => `cat > run.sh <<-EOF\n${indented(script, '\t')}\n\tEOF\nsh run.sh\n`,
  (script) => `f() {\n${indented(script, '\t')}\n}\nf "$@"\nf 1 2\n`,
  (script) => `x=$(\n${script}\n)\necho "$x"\n`,
  (script) => `x=${inTicks(script)}\n`,
  (script) => `if a; then\n${script}\nfi\n`,
  (script) => `for n in 1 2; do\n${script}\ndone &\n`,
  (script) => `(${oneLine(script)}) 2>&1 | tee log\n`,
  (script) => `A=${inSingle(oneLine(script))}\neval "$A"\n`,
  (script) => `A=${inSingle(oneLine(script))}\n$A\n`,
  (script) => `echo ${inSingle(script)} | bash\n`,
  (script) => `bash <<< ${inSingle(script)}\n`,
];

/** By the ending of the document that holds them. */
const IN_HOSTS: Readonly<Record<string, readonly Wrap[]>> = {
  sh: IN_SHELLS,
  yml: [
    (script) => `jobs:\n  a:\n    steps:\n      - run: |\n${indented(script, '          ')}\n`,
    (script) => `jobs:\n  a:\n    steps:\n      - run: ${JSON.stringify(script)}\n`,
    (script) => `a:\n  script:\n    - '${oneLine(script).replaceAll("'", "''")}'\n    - x\n`,
    (script) => `services:\n  vm:\n    command: ["sh", "-c", ${JSON.stringify(script)}]\n`,
    (script) => `services:\n  vm:\n    command: >-\n${indented(oneLine(script), '      ')}\n`,
    (script) => `data:\n  a.sh: |-\n${indented(script, '    ')}\n  b: 1\n`,
  ],
  mk: [
    (script) => `run:\n${indented(inDollars(script), '\t')}\nother:\n\ttrue\n`,
    (script) => `run:\n\t@${inDollars(oneLine(script))}\n`,
    (script) => `define F\n${inDollars(script)}\nendef\nrun:\n\t$(F)\n`,
    (script) => `F = ${inDollars(oneLine(script))}\nrun:\n\t$(F) && x\n`,
    (script) => `run:\n\tbash -c ${inSingle(inDollars(oneLine(script)))}\n`,
  ],
  py: [
    (script) => `import subprocess\n\nsubprocess.run(${inTriple(script)}, shell=True)\n`,
    (script) => `import os\n\nos.system(r'''\n${script}\n''')\n`,
    (script) => {
      const text = inTriple(script.replace(/[{}]/g, '$&$&'));
      return `import subprocess\n\nsubprocess.run(f${text} + f"{x}", shell=True)\n`;
    },
    (script) => {
      const words = `["bash", "-c", ${JSON.stringify(script)}]`;
      return `import subprocess as s\n\nclass A:\n\tdef f(self):\n\t\ts.check_call(${words})\n`;
    },
    (script) => {
      const text = JSON.stringify(oneLine(script));
      return `import os\ncmd = ${text}\ncmd += " -S"\nos.system(cmd)\n`;
    },
  ],
  dockerfile: [
    (script) => `FROM a\nRUN <<EOF\n${script}\nEOF\n`,
    (script) => `FROM a\nRUN ${oneLine(script)}\n`,
    (script) => `FROM a\nCMD ["sh", "-c", ${JSON.stringify(script)}]\n`,
    (script) => `FROM a\nCOPY <<'EOF' /run.sh\n${script}\nEOF\n`,
  ],
  md: [
    (script) => `# A\n\n${FENCE}sh\n${script}\n${FENCE}\n`,
    (script) => `1. so:\n\n   ~~~console\n   $ ${indented(script, '   ').trimStart()}\n   ~~~\n`,
    (script) => `so\n\n${indented(script, '    ')}\n\nso\n`,
  ],
  rst: [(script) => `.. code-block:: sh\n\n${indented(script, '   ')}\n\ntext\n`],
  service: [
    (script) => {
      const text = oneLine(script).replace(/[\\']/g, '\\$&');
      return `[Service]\nExecStart=/bin/sh -c '${text}'\n`;
    },
    (script) => `[Service]\nExecStart=${oneLine(script)}\n`,
    (script) => {
      const text = oneLine(script).replace(/[\\"]/g, '\\$&');
      return `[Service]\nExecStart=/bin/bash -c "${text}" x\n`;
    },
  ],
  just: [
    (script) => `run a='1':\n    #!/bin/sh\n${indented(script, '    ')}\n`,
    (script) => `run:\n${indented(script, '    @')}\n`,
  ],
  crontab: [(script) => `@reboot ${oneLine(script).replaceAll('%', '\\%')}\n`],
  desktop: [(script) => `[Desktop Entry]\nExec=sh -c ${inDouble(oneLine(script))}\n`],
  env: [(script) => `A=${inSingle(oneLine(script))}\nB=${inDouble(oneLine(script))}\n`],
  js: [
    (script) => `exec(${inTicks(script)});\n`,
    (script) => `spawn("sh", ["-c", ${JSON.stringify(script)}])\n`,
  ],
  bb: [
    (script) => {
      const text = oneLine(script).replaceAll('"', '\\"');
      return `do_run() {\n${indented(script, '\t')}\n}\nA = "${text}"\n`;
    },
  ],
};

/** What may come over a whole document. */
const OVER_ALL: readonly Wrap[] = [
  (text) => text.replace(/\r?\n/g, '\r\n'),
  (text) => `\ufeff${text}`,
  (text) => text.replace(/^ {2,}/gm, (blanks) => '\t'.repeat(Math.ceil(blanks.length / 4))),
  (text) => text.replace(/ +/g, '  '),
  (text) => text.trimEnd(),
  (text) => text.replace(/ /g, (blank, at: number) => (at % 7 === 0 ? '\t' : blank)),
  (text) => text.replace(/\n/g, (end, at: number) => (at % 3 === 0 ? '\r\n' : end)),
  (text) => text.replace(/ -/g, ' \\\n  -'),
  (text) => text.replace(/(?<=\w)-/g, '\u00a0-'),
];

/** Of scripts alone most are about what shells do with words, and have no fix. */
function opensMonitor({ ending, text }: Seed): boolean {
  return ending === 'sh' && /-(?:monitor|qmp|mon|chardev|serial)\b/.test(text);
}

/** A document that holds others, perhaps cut or joined with one of another language. */
export function wrapped(seeds: readonly Seed[], draw: Draw): Seed {
  const pick = <T>(list: readonly T[]): T | undefined => list[draw(list.length)];
  let { ending, text } = mutated(draw(3) === 0 ? seeds : seeds.filter(opensMonitor), draw);
  if (ending === 'sh') {
    for (let left = draw(3); left > 0; left--) text = pick(IN_SHELLS)?.(text) ?? text;
    ending = pick([...Object.keys(IN_HOSTS), 'sh']) ?? ending;
    text = pick(IN_HOSTS[ending] ?? [])?.(text) ?? text;
  }
  const at = draw(text.length + 1);
  const other = pick(seeds)?.text ?? '';
  switch (draw(8)) {
    case 0:
      text += other.slice(draw(other.length + 1));
      break;
    case 1:
      text = text.slice(0, at);
      break;
    case 2:
      text = text.slice(0, at) + other + text.slice(at);
      break;
  }
  if (draw(2) === 0) text = pick(OVER_ALL)?.(text) ?? text;
  return { ending, text };
}
