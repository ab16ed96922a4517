/** Workspaces whose scripts bring each other in, which is to cost no more than what stands in them. */

export interface Tree {
  readonly name: string;
  /** Names of files, all in one folder, with their texts. */
  readonly files: () => readonly (readonly [name: string, text: string])[];
}

const LAUNCH = 'qemu-system-x86_64 -m "$MEMORY" -monitor "tcp:$HOST:4444,server,nowait"\n';

/** A file of settings and functions as large projects share it. */
function common(lines: number): string {
  return lineByLine(lines, (i) => {
    switch (i % 6) {
      case 0:
        return `SETTING_${i}="\${SETTING_${i}:-value ${i}}"`;
      case 1:
        return `log_${i}() { echo "step ${i}: $*" >&2; }`;
      case 2:
        return `check_${i}() { if [ ! -e "$1" ]; then log_${i - 1} "missing $1"; return 1; fi; }`;
      case 3:
        return `[ -n "$DEBUG" ] && LEVEL=${i}`;
      case 4:
        return `case "$ARCH" in arm*) BOARD_${i}=virt ;; *) BOARD_${i}=q35 ;; esac`;
      default:
        return `PATHS="$PATHS:/opt/part${i}"`;
    }
  });
}

function lineByLine(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');
}

function files(
  count: number,
  text: (index: number) => string,
): readonly (readonly [name: string, text: string])[] {
  return Array.from({ length: count }, (_, index) => [`script${index}.sh`, text(index)] as const);
}

export const TREES: readonly Tree[] = [
  {
    name: '1,000 scripts that source each other',
    files: () =>
      files(
        1000,
        (i) => `. ./script${(i + 1) % 1000}.sh\n. ./script${(i * 7) % 1000}.sh\necho qemu\n`,
      ),
  },
  {
    name: '1,000 scripts, each sources the next',
    files: () => files(1000, (i) => `. ./script${(i + 1) % 1000}.sh\nHOST=0.0.0.0\n${LAUNCH}`),
  },
  {
    name: '2,000 scripts, one file of 3,000 lines',
    files: () => [
      ['common.sh', common(3000)],
      ...files(2000, (i) => `HOST=0.0.0.0 MEMORY=${i}\n. ./common.sh\n${LAUNCH}`),
    ],
  },
  {
    name: '2,000 scripts without QEMU, the same',
    files: () => [
      ['common.sh', common(3000)],
      ...files(2000, (i) => `MEMORY=${i}\n. ./common.sh\ncheck_2 /dev/kvm\nmake -j4\n`),
    ],
  },
  {
    name: '500 scripts, a chain of 12 common files',
    files: () => [
      ...Array.from({ length: 12 }, (_, i) => {
        const next = i < 11 ? `. ./common${i + 1}.sh\n` : '';
        return [`common${i}.sh`, `${next}${common(250)}`] as const;
      }),
      ...files(500, (i) => `HOST=0.0.0.0 MEMORY=${i}\n. ./common0.sh\n${LAUNCH}`),
    ],
  },
  {
    name: '2,000 scripts, each with functions of its own',
    files: () => [
      ...files(2000, (i) => `HOST=0.0.0.0\n. ./own${i}.sh\ncheck_2 make\n${LAUNCH}`),
      ...Array.from({ length: 2000 }, (_, i) => [`own${i}.sh`, common(60)] as const),
    ],
  },
  {
    name: '300 scripts, 20 libraries each',
    files: () => [
      ...Array.from({ length: 20 }, (_, i) => [`library${i}.sh`, common(100)] as const),
      ...files(300, (i) => {
        const libraries = lineByLine(20, (library) => `. "$HERE/library${library}.sh"`);
        const calls = lineByLine((i * 37) % 150, (call) => `log_1 "step ${call}"`);
        return `HERE=$(dirname "$0")\n${libraries}HOST=0.0.0.0 MEMORY=${i}\n${calls}${LAUNCH}`;
      }),
    ],
  },
  {
    name: '1,000 scripts in a binary tree',
    files: () =>
      files(
        1000,
        (i) => `. ./script${2 * i + 1}.sh\n. ./script${2 * i + 2}.sh\nHOST=0.0.0.0\n${LAUNCH}`,
      ),
  },
  ...graphs('scripts', 'script', '.sh', (name) => `. ./${name}\n`, LAUNCH),
  ...graphs('Makefiles', 'part', '.mk', (name) => `include ${name}\n`, `run:\n\t${LAUNCH}`),
];

/** Files in graphs of every shape, each of which starts a machine. */
function graphs(
  kind: string,
  stem: string,
  ending: string,
  bringIn: (name: string) => string,
  launch: string,
): readonly Tree[] {
  const shape = (
    name: string,
    count: number,
    edges: (index: number) => readonly (number | string)[],
  ): Tree => ({
    name: `${count} ${kind}, ${name}`,
    files: () =>
      Array.from({ length: count }, (_, index) => {
        const names = edges(index).map((edge) =>
          typeof edge === 'string' ? edge : `${stem}${edge % count}${ending}`,
        );
        return [`${stem}${index}${ending}`, `${names.map(bringIn).join('')}${launch}`] as const;
      }),
  });
  const all = (count: number) => Array.from({ length: count }, (_, index) => index);
  return [
    shape('a ring', 200, (i) => [i + 1]),
    shape('each the next three', 400, (i) => [i + 1, i + 2, i + 3]),
    shape('each three far apart', 400, (i) => [i + 1, 2 * i + 2, 3 * i + 3]),
    shape('each all', 24, () => all(24)),
    shape('each all', 100, () => all(100)),
    shape('each all in front', 60, (i) => all(i)),
    shape('each itself', 400, (i) => [i]),
    shape('each the first', 400, () => [0]),
    shape('each files that are not there', 400, (i) => [`absent${i}`, `gone${i}`, 'never']),
    shape('each names that are put together', 200, (i) => [`$(NAME)${i}`, i + 1]),
  ];
}
