/** Makefiles as people write them: each way of writing with each kind of monitor and each user. */
import type { Document, Mode } from './document.ts';
import { SESSIONS } from './world.ts';

/** The words of a monitor, and what answers there. */
const MONITORS: readonly (readonly [words: string, mode: Mode])[] = [
  ['-monitor tcp:0.0.0.0:4444,server,nowait', 'HMP'],
  ['-monitor telnet::4444,server,nowait', 'HMP'],
  ['-qmp tcp:127.0.0.1:4444,server=on,wait=off', 'QMP'],
  ['-qmp "tcp:localhost:4444,server,nowait"', 'QMP'],
  ["-monitor 'telnet:127.0.0.1:4444,server,nowait'", 'HMP'],
  ['-chardev socket,id=m,host=0.0.0.0,port=4444,server=on,wait=off -mon m', 'HMP'],
];

const QEMU = 'qemu-system-x86_64';

/** A Makefile of which `run` starts one QEMU. */
const WAYS: Readonly<Record<string, (words: string) => string>> = {
  'in a recipe': (words) => `run:\n\t@${QEMU} -m 64 ${words}\n`,
  'in a continued recipe': (words) => `run:\n\t${QEMU} \\\n\t\t-m 64 \\\n\t\t${words}\n`,
  'in a variable': (words) => `FLAGS = -m 64 ${words}\nrun: ; ${QEMU} $(FLAGS)\n`,
  'in a variable that is expanded at once': (words) =>
    `E :=\nFLAGS := $(E) -m 64 ${words}\nVM := ${QEMU} $(FLAGS)\nrun:\n\t$(VM)\n`,
  'in a variable that grows': (words) =>
    `FLAGS = -m 64\nFLAGS += ${words}\nFLAGS += -S\nrun:\n\t-${QEMU} \${FLAGS}\n`,
  'in a continued variable': (words) =>
    `FLAGS ?= -m 64 \\\n  ${words} \\\n  -S # to begin with\nrun:\n\t@+${QEMU} $(FLAGS)\n`,
  'under a condition': (words) =>
    `MON ?= 1\nifeq ($(MON),1)\nFLAGS += ${words}\nelse\nFLAGS += -monitor none\nendif\nrun: ; ${QEMU} -m 64 $(FLAGS)\n`,
  'in a variable of a target': (words) =>
    `run: FLAGS += ${words}\nrun:\n\t${QEMU} -m 64 $(FLAGS)\n`,
  'in a variable of a target above': (words) =>
    `run: FLAGS = ${words}\nrun: vm\nvm:\n\t${QEMU} -m 64 $(FLAGS)\n.PHONY: run vm\n`,
  'in a define': (words) =>
    `define VM\n@true\n${QEMU} -m 64 $(1) ${words}\nendef\nrun:\n\t$(call VM,-S)\n`,
  'in a rule that is made': (words) =>
    `define RULE\n$(1):\n\t${QEMU} -m 64 $$(FLAGS)\nendef\nFLAGS = ${words}\n$(eval $(call RULE,run))\n`,
  'in one shell': (words) =>
    `.ONESHELL:\nSHELL = /bin/bash\nrun:\n\t@set -e\n\t${QEMU} -m 64 ${words}\n`,
  'told by another make': (words) => {
    const quote = words.includes("'") ? '"' : "'";
    return `vm: ; ${QEMU} -m 64 $(FLAGS)\nrun:\n\t@$(MAKE) vm FLAGS=${quote}-S ${words}${quote}\n`;
  },
  'in a string for a shell': (words) =>
    words.includes("'") ? `run:\n\t${QEMU} ${words}\n` : `run:\n\tsh -c '${QEMU} -m 64 ${words}'\n`,
};

/** Those of several files. */
const INCLUDED: Readonly<Record<string, (words: string) => Document['files']>> = {
  'in a file that is included': (words) => ({
    Makefile: `include flags.mk\nrun:\n\t${QEMU} -m 64 $(FLAGS)\n`,
    'flags.mk': `FLAGS = ${words}\n`,
  }),
  'for a file that is included': (words) => ({
    Makefile: `FLAGS = ${words}\ninclude run.mk\n`,
    'run.mk': `run:\n\t${QEMU} -m 64 $(FLAGS)\n`,
  }),
};

/** Each way with each monitor, by turns for each user. */
export function makefiles(): readonly Document[] {
  const ways = [
    ...Object.entries(WAYS).map(([name, text]) => {
      return [name, (words: string) => ({ Makefile: text(words) })] as const;
    }),
    ...Object.entries(INCLUDED),
  ];
  return ways.flatMap(([name, files], way) =>
    MONITORS.map(([words, mode], number): Document => {
      const environment = SESSIONS[(way + number) % SESSIONS.length] ?? 'user';
      return {
        title: `${words} | ${name} | ${environment}`,
        host: 'Makefile',
        files: files(words),
        modes: [mode],
        client: false,
        mux: false,
        together: false,
        machine: 'none',
        environment,
      };
    }),
  );
}
