/**
 * Workspaces of very many files: one in which every script starts QEMU with a monitor that is found, and one
 * of files of all kinds, of which one in a hundred has to do with QEMU. The same size gives the same tree.
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a tree unless it is there already, and gives its path. */
export function makeTree(
  folder: string,
  count: number,
  file: (index: number) => readonly [name: string, text: string],
): string {
  const tree = join(folder, String(count));
  if (existsSync(tree)) return tree;
  const unfinished = `${tree}-unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  for (let index = 0; index < count; index++) {
    const [name, text] = file(index);
    const path = join(unfinished, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  renameSync(unfinished, tree);
  return tree;
}

/** A launch script of twenty lines, as people write them, in a folder of a hundred. */
export function launchScript(index: number): readonly [name: string, text: string] {
  const name = `lab${Math.floor(index / 100)}/vm${index}.sh`;
  return [
    name,
    `#!/usr/bin/env bash
# Starts machine ${index} of the lab.
set -euo pipefail
NAME=vm${index}
IMAGE="\${POOL:-/srv/vm}/$NAME.qcow2"
PORT=$((4000 + ${index % 1000}))
if [[ ! -f $IMAGE ]]; then
  qemu-img create -f qcow2 "$IMAGE" 20G
fi
ARGS=(
  -name "$NAME"
  -machine q35,accel=kvm -cpu host -m 2G -smp 2
  -drive "file=$IMAGE,if=virtio"
  -netdev user,id=net0 -device virtio-net-pci,netdev=net0
)
if [ -n "\${DEBUG:-}" ]; then
  ARGS+=(-S -gdb tcp::1234)
fi
echo "starting $NAME"
qemu-system-x86_64 "\${ARGS[@]}" \\
  -monitor "tcp:0.0.0.0:$PORT,server,nowait" \\
  -display none -daemonize
`,
  ];
}

const OTHERS: readonly (readonly [ending: string, text: string])[] = [
  ['.c', 'int main(void) { return 0; }\n'.repeat(40)],
  ['.sh', '#!/bin/sh\nset -e\nmake -j4\nmake install PREFIX="$HOME"\n'.repeat(10)],
  ['.xml', '<project><build><plugin>compiler</plugin></build></project>\n'.repeat(20)],
  ['.conf', '[core]\n  bare = false\n  path = /usr/share\n'.repeat(20)],
  ['.md', 'Words about something else.\n'.repeat(40)],
  ['', '#!/usr/bin/env python3\nprint("hello")\n'.repeat(10)],
  ['.json', '{ "name": "thing", "version": "1.0.0" }\n'.repeat(20)],
  ['.py', 'import os\nprint(os.getcwd())\n'.repeat(30)],
];

/** A file of any kind; one in a hundred is a launch script. */
export function anyFile(index: number): readonly [name: string, text: string] {
  const folder = `part${Math.floor(index / 2000)}/module${Math.floor(index / 50)}`;
  if (index % 100 === 0) {
    const [name, text] = launchScript(index);
    return [`${folder}/${name.slice(name.indexOf('/') + 1)}`, text];
  }
  const [ending, text] = OTHERS[index % OTHERS.length] ?? ['', ''];
  return [`${folder}/file${index}${ending}`, text];
}
