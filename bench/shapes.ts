/**
 * Texts of one repeated part, in any size: what a bound in `text/limits.ts` or an algorithm over lists, nesting or
 * values has to hold against. `scripts/fuzz/shapes.ts` makes random ones.
 */

export interface Shape {
  readonly languageId: string;
  readonly name: string;
  /** The text with the part repeated `count` times. */
  readonly text: (count: number) => string;
}

/** The text of a shape in the size nearest to a number of characters that its repetitions allow. */
export function textOfLength({ text }: Shape, length: number): string {
  let count = 1;
  while (text(2 * count).length < length) count *= 2;
  for (let step = count / 2; step >= 1; step /= 2) {
    if (text(count + step).length <= length) count += step;
  }
  return text(count);
}

/**
 * A text is `before`, `part` repeated, `after`, and `closing` repeated as often. `#i` is the number of a
 * repetition, `#j` the next number, `#n` how many there are.
 */
type Row = readonly [name: string, before: string, part: string, after?: string, closing?: string];

const MONITOR = '-monitor tcp:0.0.0.0:1,server,nowait';
const KVM = `kvm ${MONITOR}`;
const DOMAIN = "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>";
const XML_MONITOR = "<qemu:arg value='-monitor'/><qemu:arg value='tcp::1,server'/>";
const CHARDEV = ' backend = "socket"\n host = "0.0.0.0"\n port = "1"\n server = "on"\n';
const PYTHON = 'import subprocess\n';
const RUN = '\nsubprocess.run(a, shell=True)\n';

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  shellscript: [
    ['one long word', `${KVM} -name `, 'x'],
    ['words of one command', 'kvm', ' -m 1'],
    ['continued lines', 'kvm', ' \\\n -m 1'],
    ['commands on one line', `${KVM}\n`, 'echo a;'],
    ['open double quotes', `${KVM}\n`, '"'],
    ['open $(', `${KVM}\n`, '$('],
    ['open here-documents', `${KVM}\n`, 'cat <<EOF\n'],
    ['broken lines', `${KVM}\n`, 'fi )\n'],
    ['nested $( )', 'echo ', '$(', KVM, ')'],
    ['nested ${a:-}', 'kvm ', '${a:-', '', '}'],
    ['nested if', '', 'if true; then ', KVM, '; fi'],
    ['nested loops over two words', '', 'for x#i in 0 1; do\n', 'kvm -m $x0\n', 'done\n'],
    ['variables', `${KVM}\n`, 'v#i=#i\n'],
    ['a chain of variables', 'v0=a\n', 'v#j="$v#i"\n', 'kvm "$v#n"'],
    ['variables that double', 'v0=a\n', 'v#j="$v#i$v#i"\n', 'kvm "$v#n"'],
    ['a value that grows', 'v=a\n', 'v="$v b"\n', 'kvm $v'],
    ['appends', '', 'a+=(-m 1)\n', 'kvm "${a[@]}"'],
    ['an append before each use', '', 'a+=(-m 1)\nkvm "${a[@]}"\n'],
    ['conditions that append', '', 'if [ -n "$o#i" ]; then a+=(-m #i); fi\n', 'kvm "${a[@]}"'],
    ['arms of one case', 'case $1 in\n', 'a#i) x=#i ;;\n', 'esac\nkvm -m $x'],
    ['arguments that grow', '', 'set -- "$@" -m 1\n', 'kvm "$@"'],
    ['functions', '', 'f#i() { kvm -m 1; }\n'],
    ['calls of one function', 'g() { kvm -monitor tcp:$1:$2,server; }\n', 'g 0.0.0.0 #i\n'],
    ['functions that call twice', `${KVM}\n`, 'f#i() { f#j; f#j; }\n', 'f0\n'],
    ['calls that double', '', 'f#i() { f#j "$@" "$@"; }\n', 'f#n() { kvm "$@"; }\nf0 -m 1'],
    ['eval that doubles', 'a=x\n', 'eval "a=\\"\\$a\\$a\\""\n', 'kvm $a'],
    ['one long brace expansion', 'kvm ', '{a,b}'],
    ['files written and read', '', 'echo -m #i >f#i\nkvm $(cat f#i)\n'],
    ['scripts written and run', '', `cat >s#i <<'E'\n#!/bin/sh\n${KVM}\nE\nsh s#i\n`],
    ['scripts in strings', '', `bash -c '${KVM}'\n`],
    ['exports before shells', '', 'export v#i=#i\nbash -c "kvm -m $v#i"\n'],
    ['filters of one text', 'x=$(echo -m 1', ' | tr a b | sed s/b/c/', ')\nkvm $x'],
    ['substitutions of patterns', 'a=b\n', 'a=${a//b/c}\n', 'kvm $a'],
    ['tests that end the script', `${KVM}\n`, '[ -n "$v#i" ] || exit 1\n'],
    ['comments', '', `# ${KVM}\n`],
    ['machines', '', `${KVM}\n`],
    ['monitors of one machine', 'kvm', ` ${MONITOR}`],
    ['chardevs of one machine', 'kvm', ' -chardev socket,id=c#i,port=1,server -mon c#i'],
    ['sockets of one machine', 'umask 0\nkvm', ' -qmp unix:/tmp/#i,server'],
    ['properties of a monitor', 'kvm -monitor tcp::1,server', ',p#i=1'],
    ['doubled commas', 'kvm -monitor file:', ',,'],
    ['unknown parts of one word', 'kvm -monitor tcp:', '$A'],
    ['clients of one monitor', `${KVM}\n`, 'echo quit | nc 127.0.0.1 1\n'],
    ['clients of as many monitors', '', 'kvm -qmp tcp::#i,server\nnc 127.0.0.1 #i\n'],
    ['monitors on one path', '', 'kvm -monitor unix:/tmp/m.sock,server\nnc -U /tmp/m.sock\n'],
  ],
  xml: [
    ['nested elements', '<domain>', '<a>', '', '</a>'],
    ['open tags', '<domain>', '<a>'],
    ['attributes', '<domain', " a#i='1'", '/>'],
    ['references', "<domain a='", '&lt;', "'/>"],
    ['entities', '<!DOCTYPE domain [', '<!ENTITY e#i "x">', "]><domain b='&e0;'/>"],
    ['monitors', `${DOMAIN}<qemu:commandline>`, XML_MONITOR, '</qemu:commandline></domain>'],
    ['domains', '<a>', `${DOMAIN}<qemu:commandline>${XML_MONITOR}</qemu:commandline></domain>`],
  ],
  'qemu-config': [
    ['sections of one id', '', `[chardev "a"]\n${CHARDEV}`],
    ['monitors', '', `[chardev "c#i"]\n${CHARDEV}[mon]\n chardev = "c#i"\n`],
    ['entries', '[device]\n', ' k#i = "v"\n'],
    ['brackets', '', '['],
  ],
  'qemu-args': [['monitors', 'kvm', ` \\\n${MONITOR}`]],
  makefile: [
    ['recipes', '', `t#i:\n\t${KVM}\n`],
    ['a chain of variables', '', 'V#i = $(V#j) -m\n', `V#n = ${MONITOR}\nrun:\n\tkvm $(V0)\n`],
    ['variables that double', 'V0 := x\n', 'V#j := $(V#i)$(V#i)\n', 'run:\n\tkvm $(V#n)\n'],
    ['an append before each use', '', 'A += -m #i\nt#i:\n\tkvm $(A)\n'],
    ['values of targets', '', 't#i: A += -m #i\n', `t0:\n\tkvm $(A) ${MONITOR}\n`],
    ['conditionals that append', '', 'ifdef B#i\nA += -m #i\nendif\n', 'run:\n\tkvm $(A)\n'],
    [
      'functions that call twice',
      '',
      'f#i = $(call f#j) $(call f#j)\n',
      'run:\n\tkvm $(call f0)\n',
    ],
    ['nested foreach', 'run:\n\tkvm $(A)\nA = ', '$(foreach v#i,a b,', 'x', ')'],
    ['makes of one target', '', 'run:\n\tkvm -m #i $(F)\nt#i:\n\t$(MAKE) run F="-m #i"\n'],
  ],
  python: [
    ['launches', PYTHON, `subprocess.run("${KVM}", shell=True)\n`],
    ['a chain of variables', `${PYTHON}a0 = "x"\n`, 'a#j = a#i + "y"\n', RUN],
    ['a text that doubles', `${PYTHON}a = "kvm"\n`, 'a = a + a\n', RUN],
    ['a list that doubles', `${PYTHON}a = ["kvm"]\n`, 'a = [*a, *a]\n', RUN],
    ['a template of itself', `${PYTHON}a = "kvm {}"\n`, 'a = a.format("{} {}")\n', RUN],
    ['an if for each value', `${PYTHON}a = ["kvm"]\n`, 'if c#i:\n    a += ["-m", "#i"]\n', RUN],
    ['functions that call twice', PYTHON, 'def f#i(a):\n    f#j(a)\n    f#j(a)\n', `f0("x")${RUN}`],
    ['a growing dictionary', `${PYTHON}d = {}\n`, 'd["k#i"] = "-m"\n', `a = [*d.values()]${RUN}`],
    ['one long sum', `${PYTHON}a = `, '"-m " + ', `"x"${RUN}`],
  ],
  yaml: [
    ['scripts', 'jobs:\n', `  j#i:\n    steps:\n      - run: ${KVM}\n`],
    ['lines of one script', 'jobs:\n  j:\n    steps:\n      - run: |\n', `          ${KVM}\n`],
    ['anchors that double', `a0: &a0 [${KVM}]\n`, 'a#j: &a#j [*a#i, *a#i]\n'],
    ['nested flow lists', `run: ${KVM}\ncommand: `, '[', 'kvm', ']'],
    ['documents', '', `---\nrun: ${KVM}\n`],
  ],
  dockerfile: [
    ['RUN lines', 'FROM x\n', `RUN ${KVM}\n`],
    ['ENV that doubles', 'FROM x\nENV A=x\n', 'ENV A=$A$A\n', `CMD ${KVM} $A\n`],
    ['stages', 'FROM x AS s0\n', 'FROM s#i AS s#j\nENV A#i=1\n', `CMD ${KVM}\n`],
  ],
  javascript: [
    ['lists of arguments', '', 'spawn("kvm", ["-monitor", "tcp:0.0.0.0:1,server"]);\n'],
    ['nested lists', 'spawn("kvm", ', '[', '"-monitor", "tcp::1,server"', ']'],
    ['nested templates', 'spawn("kvm", ["-monitor", "tcp::1,server", ', '`${', '1', '}`'],
    ['a list that doubles', 'let a = ["-m"];\n', 'a = a.concat(a);\n', 'spawn("kvm", a);\n'],
    ['a chain of names', '', 'v#j = v#i + v#i;\n', 'run("-monitor", "tcp::1" + v#n);\n'],
  ],
  systemd: [
    ['services', '[Service]\n', `ExecStart=/usr/bin/kvm ${MONITOR}\n`],
    ['environment', '[Service]\n', 'Environment=V#i="-m #i"\n', `ExecStart=/usr/bin/${KVM} $V1\n`],
  ],
  powershell: [['lists of arguments', '', "& kvm '-monitor' 'tcp:0.0.0.0:1,server'\n"]],
  bat: [['a value that doubles', 'set A=x\n', 'set A=%A%%A%\n', `${KVM} %A%\n`]],
  markdown: [
    ['blocks of code', '', `\`\`\`sh\n${KVM}\n\`\`\`\n`],
    ['open fences', `\`\`\`sh\n${KVM}\n\`\`\`\n`, '~~~~\n'],
  ],
};

export const SHAPES: readonly Shape[] = Object.entries(ROWS).flatMap(([languageId, rows]) =>
  rows.map(([name, before, part, after = '', closing = '']) => ({
    languageId,
    name,
    text: (count) =>
      before +
      repeated(count, part) +
      after.replaceAll('#n', String(count)) +
      closing.repeat(count),
  })),
);

function repeated(count: number, part: string): string {
  const one = (_: unknown, i: number) => part.replaceAll('#i', `${i}`).replaceAll('#j', `${i + 1}`);
  return Array.from({ length: count }, one).join('');
}

/** A workspace whose files bring each other in. */
export interface Tree {
  readonly name: string;
  /** Names of files, all in one folder, with their texts. */
  readonly files: () => readonly (readonly [name: string, text: string])[];
}

const LAUNCH = 'kvm -m "$MEMORY" -monitor "tcp:$HOST:4444,server,nowait"\n';

/** A file of settings and functions as large projects share it. */
const common = (lines: number): string =>
  repeated(lines / 5, 'SET#i="${SET#i:-#i}"\nlog#i() { echo "#i: $*" >&2; }\n') +
  repeated(lines / 5, 'check#i() { if [ ! -e "$1" ]; then log#i "$1"; return 1; fi; }\n') +
  repeated(
    lines / 5,
    '[ -n "$DEBUG" ] && LEVEL=#i\ncase "$A" in arm*) B=virt ;; *) B=q35 ;; esac\n',
  );

/** `count` files of a graph: each brings in the files whose numbers `edges` gives. */
function graph(name: string, count: number, edges: (index: number) => readonly number[]): Tree[] {
  const tree = (stem: string, ending: string, word: string, launch: string): Tree => ({
    name: `${count} ${ending} files, ${name}`,
    files: () =>
      Array.from({ length: count }, (_, index) => [
        `${stem}${index}${ending}`,
        edges(index)
          .map((edge) => `${word} ${stem}${edge % count}${ending}\n`)
          .join('') + launch,
      ]),
  });
  return [
    tree('./script', '.sh', '.', LAUNCH),
    tree('part', '.mk', 'include', `run:\n\t${LAUNCH}`),
  ];
}

const scripts = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => [`script${index}.sh`, text(index)] as const);

export const TREES: readonly Tree[] = [
  {
    name: '2,000 scripts, one file of 3,000 lines',
    files: () => [
      ['common.sh', common(3000)],
      ...scripts(2000, (i) => `HOST=0.0.0.0 MEMORY=${i}\n. ./common.sh\n${LAUNCH}`),
    ],
  },
  {
    name: '2,000 scripts, each with functions of its own',
    files: () => [
      ...scripts(2000, (i) => `HOST=0.0.0.0\n. ./own${i}.sh\ncheck2 make\n${LAUNCH}`),
      ...scripts(2000, () => common(60)).map(([, text], i) => [`own${i}.sh`, text] as const),
    ],
  },
  {
    name: '300 scripts, 20 libraries each',
    files: () => [
      ...Array.from({ length: 20 }, (_, i) => [`library${i}.sh`, common(100)] as const),
      ...scripts(300, (i) => `${repeated(20, '. ./library#i.sh\n')}log1 ${i}\n${LAUNCH}`),
    ],
  },
  ...graph('a ring', 200, (i) => [i + 1]),
  ...graph('each the next three', 400, (i) => [i + 1, i + 2, i + 3]),
  ...graph('each all before it', 60, (i) => [...Array(i).keys()]),
];
