/** Documents of the same kind in what else starts a QEMU: Makefiles, programs, settings of services and builds, texts. */
import { brokenScripts, type Shape } from './shapes.ts';

type Text = Shape['text'];

const MONITOR = '-monitor tcp:0.0.0.0:1,server,nowait';
const KVM = `kvm ${MONITOR}`;

function times(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('');
}

function of(languageId: string, shapes: Readonly<Record<string, Text>>): readonly Shape[] {
  return Object.entries(shapes).map(([name, text]) => ({ languageId, name, text }));
}

const MAKE = of('makefile', {
  recipes: (n) => times(n, (i) => `t${i}:\n\t${KVM}\n`),
  'lines of one recipe': (n) => `run:\n${`\t${KVM}\n`.repeat(n)}`,
  'rules of one target': (n) => times(n, (i) => `run: F += -m ${i}\nrun:\n\tkvm $(F) ${MONITOR}\n`),
  variables: (n) => `${times(n, (i) => `V${i} = -m ${i}\n`)}run:\n\tkvm $(V${n - 1}) ${MONITOR}\n`,
  'a chain of variables': (n) => {
    return `${times(n, (i) => `V${i} = $(V${i + 1}) -m\n`)}V${n} = ${MONITOR}\nrun:\n\tkvm $(V0)\n`;
  },
  'variables that double': (n) => {
    return `V0 = x\n${times(n, (i) => `V${i + 1} = $(V${i})$(V${i})\n`)}run:\n\tkvm $(V${n}) ${MONITOR}\n`;
  },
  'variables that double at once': (n) => {
    return `V0 := x\n${times(n, (i) => `V${i + 1} := $(V${i})$(V${i})\n`)}run:\n\tkvm $(V${n}) ${MONITOR}\n`;
  },
  appends: (n) => `${'A += -m 1\n'.repeat(n)}run:\n\tkvm $(A) ${MONITOR}\n`,
  'an append before each use': (n) => times(n, (i) => `A += -m ${i}\nt${i}:\n\tkvm $(A)\n`),
  'uses of one variable': (n) => `A = ${MONITOR}\n${times(n, (i) => `t${i}:\n\tkvm $(A)\n`)}`,
  'uses of one long value': (n) => {
    return `A =${' -m 1'.repeat(200)}\n${times(n, (i) => `t${i}:\n\tkvm $(A)\n`)}`;
  },
  'values that grow and are not used': (n) => {
    return `V0 := ${MONITOR}\n${times(n, (i) => `V${i + 1} := $(V${i}) -m ${i}\n`)}`;
  },
  'exports beside values of targets': (n) => {
    return times(n, (i) => {
      return `export V${i} = -m ${i}\nt${i}: V${i} += -s\nt${i}:\n\tkvm $$V${i} ${MONITOR}\n`;
    });
  },
  'nested conditionals': (n) =>
    `${'ifdef A\n'.repeat(n)}X = 1\n${'endif\n'.repeat(n)}run:\n\t${KVM}\n`,
  'conditionals that append': (n) => {
    return `${times(n, (i) => `ifeq ($(B${i}),1)\nA += -m ${i}\nendif\n`)}run:\n\tkvm $(A) ${MONITOR}\n`;
  },
  'nested references': (n) =>
    `A = ${'$('.repeat(n)}x${')'.repeat(n)}\nrun:\n\tkvm $(A) ${MONITOR}\n`,
  'define in define': (n) => `${'define A\n'.repeat(n)}${'endef\n'.repeat(n)}run:\n\t${KVM}\n`,
  'calls of one function': (n) => {
    return `define f\nkvm -monitor tcp:$(1):$(2),server\nendef\n${times(n, (i) => `t${i}:\n\t$(call f,0.0.0.0,${i})\n`)}`;
  },
  'functions that call twice': (n) => {
    return `${times(n, (i) => `f${i} = $(call f${i + 1},$(1)) $(call f${i + 1},$(1))\n`)}run:\n\tkvm $(call f0,x) ${MONITOR}\n`;
  },
  'foreach in foreach': (n) => {
    return `A = ${times(n, (i) => `$(foreach v${i},a b,`)}x${')'.repeat(n)}\nrun:\n\tkvm $(A) ${MONITOR}\n`;
  },
  'eval of eval': (n) => `${'$(eval $(eval A += -m 1))\n'.repeat(n)}run:\n\tkvm $(A) ${MONITOR}\n`,
  'values of targets': (n) =>
    `${times(n, (i) => `t${i}: A += -m ${i}\n`)}t0:\n\tkvm $(A) ${MONITOR}\n`,
  'rules of patterns': (n) => times(n, (i) => `%.o${i}: %.c\n\tkvm $@ $< ${MONITOR}\n`),
  'one long line': (n) => `run:\n\tkvm${` ${MONITOR}`.repeat(n)}\n`,
  'makes that start one target': (n) => {
    return times(n, (i) => {
      return `run:\n\tkvm -m ${i} $(F)\nt${i}:\n\t$(MAKE) run F='${MONITOR} -m ${i}'\n`;
    });
  },
  'monitors that rules of one target add': (n) => {
    return times(n, (i) => {
      return `run: F += ${MONITOR}\nrun:\n\tkvm -m ${i} $(F)\n\tkvm -qmp tcp:0.0.0.0:${i},server=on\n`;
    });
  },
  'makes that are told what has grown': (n) => {
    return times(n, (i) => {
      return `V := $(V) $(W)\nt${i + 1}: t${i}\n\tkvm $(V) ${MONITOR}\nq${i}:\n\t$(MAKE) t${i} V="$(V) -m ${i}"\n`;
    });
  },
});

const PYTHON_START = 'import subprocess\n';

const PYTHON = of('python', {
  launches: (n) => PYTHON_START + `subprocess.run("${KVM}", shell=True)\n`.repeat(n),
  'lists of arguments': (n) => {
    return PYTHON_START + 'subprocess.run(["kvm", "-monitor", "tcp:0.0.0.0:1,server"])\n'.repeat(n);
  },
  'nested brackets': (n) =>
    `${PYTHON_START}a = ${'['.repeat(n)}${']'.repeat(n)}\nsubprocess.run(["kvm", a])\n`,
  'nested f-strings': (n) =>
    `${PYTHON_START}a = ${'f"{'.repeat(n)}1${'}"'.repeat(n)}\nsubprocess.run(["kvm", a])\n`,
  'nested calls': (n) =>
    `${PYTHON_START}subprocess.run(${'str('.repeat(n)}"kvm"${')'.repeat(n)})\n`,
  'nested functions': (n) => {
    const depth = Math.ceil(Math.sqrt(n));
    return `${PYTHON_START}${times(depth, (i) => `${' '.repeat(i)}def f${i}():\n`)}${' '.repeat(depth)}subprocess.run("${KVM}", shell=True)\n`;
  },
  variables: (n) =>
    `${PYTHON_START}${times(n, (i) => `a${i} = "-m"\n`)}subprocess.run(["kvm", a0])\n`,
  'a chain of variables': (n) => {
    return `${PYTHON_START}a0 = "x"\n${times(n, (i) => `a${i + 1} = a${i} + "y"\n`)}subprocess.run(["kvm", a${n}])\n`;
  },
  'an if for each value': (n) => {
    return `${PYTHON_START}a = ["kvm"]\n${times(n, (i) => `if c${i}:\n    a += ["-m", "${i}"]\n`)}subprocess.run(a)\n`;
  },
  'a value of each arm': (n) => {
    return `${PYTHON_START}${times(n, (i) => `${i ? 'el' : ''}if c == ${i}:\n    a = "tcp::${i},server"\n`)}subprocess.run(["kvm", "-monitor", a])\n`;
  },
  'zeros in a format': (n) => {
    return `${PYTHON_START}x = "%${'0'.repeat(n)}!" % a\nsubprocess.run("${KVM}", shell=True)\n`;
  },
  'one long name': (n) => {
    return `${PYTHON_START}${'_'.repeat(n)}("-qmp tcp::1,server")\nsubprocess.run("${KVM}", shell=True)\n`;
  },
  'nested loops': (n) => {
    const depth = Math.ceil(Math.sqrt(n));
    return `${PYTHON_START}${times(depth, (i) => `${' '.repeat(i)}for v${i} in ["a", "b"]:\n`)}${' '.repeat(depth)}subprocess.run(["kvm", v0])\n`;
  },
  'one of two lists in each loop': (n) => {
    return `${PYTHON_START}a = b = []\n${'while x:\n    while y:\n        b = list(a)\n        a = b or c\n'.repeat(n)}subprocess.run(["kvm"] + a)\n`;
  },
  'calls of one function': (n) => {
    return `${PYTHON_START}def g(a, b):\n    subprocess.run(["kvm", "-monitor", f"tcp:{a}:{b},server"])\n${times(n, (i) => `g("0.0.0.0", ${i})\n`)}`;
  },
  'functions that call twice': (n) => {
    return `${PYTHON_START}${times(n, (i) => `def f${i}(a):\n    f${i + 1}(a)\n    f${i + 1}(a)\n`)}f0("x")\nsubprocess.run("${KVM}", shell=True)\n`;
  },
  'a list in a list': (n) =>
    `${PYTHON_START}a = ["kvm"]\n${'a = [*a, *a]\n'.repeat(n)}subprocess.run(a)\n`,
  'a dictionary that grows': (n) => {
    return `${PYTHON_START}d = {}\n${times(n, (i) => `d["k${i}"] = "-m ${i}"\n`)}subprocess.run(["kvm", *d.values()])\n`;
  },
  'ways out of a function': (n) => {
    return `${PYTHON_START}def f(x):\n${times(n, (i) => `    if x == ${i}: return "${i}"\n`)}subprocess.run(["kvm", f(y)])\n`;
  },
  'copies of one dictionary': (n) => {
    const count = Math.ceil(Math.sqrt(n));
    return `${PYTHON_START}d = {${times(count, (i) => `"k${i}": "-m", `)}}\n${times(count, (i) => `e${i} = {**d, **d}\n`)}subprocess.run(["kvm", *d.values()])\n`;
  },
  'one text that is replaced in': (n) => {
    const count = Math.ceil(Math.sqrt(n));
    return `${PYTHON_START}a = "${'{} -m '.repeat(count)}"\n${times(count, (i) => `b = a.replace("{}", "${i}")\n`)}subprocess.run("kvm " + b, shell=True)\n`;
  },
  'a dictionary that is updated and asked': (n) => {
    return `${PYTHON_START}d = {}\n${times(n, (i) => `d.update({"k${i}": "-m"})\nif d.get("k${i}"): d["z"] = "y${i}"\n`)}subprocess.run(["kvm", *d.values()])\n`;
  },
  'classes that follow': (n) => {
    return `${PYTHON_START}${times(n, (i) => `class C${i + 1}(C${i}):\n    def run(self):\n        super().run()\n`)}subprocess.run("${KVM}", shell=True)\n`;
  },
  'one long string': (n) =>
    `${PYTHON_START}subprocess.run("kvm ${`${MONITOR} `.repeat(n)}", shell=True)\n`,
  'one long sum': (n) =>
    `${PYTHON_START}a = ${'"-m " + '.repeat(n)}"x"\nsubprocess.run("kvm " + a, shell=True)\n`,
});

const YAML = of('yaml', {
  scripts: (n) => `jobs:\n${times(n, (i) => `  j${i}:\n    steps:\n      - run: ${KVM}\n`)}`,
  'lines of one script': (n) =>
    `jobs:\n  j:\n    steps:\n      - run: |\n${`          ${KVM}\n`.repeat(n)}`,
  'lists of arguments': (n) =>
    times(n, (i) => `c${i}:\n  command: [kvm, -monitor, "tcp:0.0.0.0:${i},server"]\n`),
  'anchors that double': (n) => {
    return `a0: &a0 [kvm, -monitor, "tcp::1,server"]\n${times(n, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`)}`;
  },
  'merges that follow': (n) => {
    return `a0: &a0\n  command: ${KVM}\n${times(n, (i) => `a${i + 1}: &a${i + 1}\n  <<: *a${i}\n`)}`;
  },
  'aliases of one list': (n) =>
    `a: &a [kvm, -monitor, "tcp::1,server"]\n${times(n, (i) => `b${i}:\n  command: *a\n`)}`,
  'aliases of one script': (n) => {
    const count = Math.ceil(Math.sqrt(n));
    return `.s: &s |\n${`  ${KVM}\n`.repeat(count)}${times(count, (i) => `j${i}:\n  script: *s\n`)}`;
  },
  'nested flow lists': (n) => `command: ${'['.repeat(n)}kvm${']'.repeat(n)}\nrun: ${KVM}\n`,
  'nested maps': (n) => {
    const depth = Math.ceil(Math.sqrt(2 * n));
    return `${times(depth, (i) => `${' '.repeat(i)}k${i}:\n`)}${' '.repeat(depth)}run: ${KVM}\n`;
  },
  variables: (n) => {
    return `env:\n${times(n, (i) => `  V${i}: "-m ${i}"\n`)}jobs:\n  j:\n    steps:\n      - run: kvm $V1 ${MONITOR}\n`;
  },
  'keys of one map': (n) => `${times(n, (i) => `k${i}: v\n`)}run: ${KVM}\n`,
  'broken scripts': (n) => {
    return `jobs:\n  j:\n    steps:\n${brokenScripts(n, 80, '      - run: |\n', '          ')}`;
  },
  documents: (n) => `---\nrun: ${KVM}\n`.repeat(n),
  'quotes with lines at the margin': (n) => {
    return `${'run: kvm -S\n---\n'.repeat(n)}${times(20, (i) => `k${i}: "a\nb"\n---\n`)}run: ${KVM}\n`;
  },
  'one long value': (n) => `run: kvm${` ${MONITOR}`.repeat(n)}\n`,
  'needs of jobs': (n) => {
    return `jobs:\n${times(n, (i) => `  j${i}:\n    needs: [${i ? `j${i - 1}` : ''}]\n    steps:\n      - run: echo ${i}\n`)}  z:\n    steps:\n      - run: ${KVM}\n`;
  },
});

const DOCKERFILE = of('dockerfile', {
  'RUN lines': (n) => `FROM x\n${`RUN ${KVM}\n`.repeat(n)}`,
  'ENV that doubles': (n) => `FROM x\nENV A=x\n${'ENV A=$A$A\n'.repeat(n)}CMD kvm $A ${MONITOR}\n`,
  'ENV that grows': (n) =>
    `FROM x\nENV A=x\n${'ENV A="$A -m 1"\n'.repeat(n)}CMD kvm $A ${MONITOR}\n`,
  'ENV before each RUN': (n) =>
    `FROM x\n${times(n, (i) => `ENV V${i}=${i}\nRUN kvm -m $V${i} ${MONITOR}\n`)}`,
  'a chain of ENV': (n) =>
    `FROM x\nENV V0=x\n${times(n, (i) => `ENV V${i + 1}=$V${i}y\n`)}CMD kvm $V${n} ${MONITOR}\n`,
  stages: (n) =>
    `${times(n, (i) => `FROM ${i ? `s${i - 1}` : 'x'} AS s${i}\nENV A${i}=1\n`)}CMD ${KVM}\n`,
  'one long exec list': (n) =>
    `FROM x\nCMD ["kvm"${', "-monitor", "tcp:0.0.0.0:1,server"'.repeat(n)}]\n`,
  'here-documents': (n) => `FROM x\n${`RUN <<EOF\n${KVM}\nEOF\n`.repeat(n)}`,
  'broken here-documents': (n) => `FROM x\n${brokenScripts(n, 200, 'EOF\nRUN <<EOF\n', '')}`,
  'continued lines': (n) => `FROM x\nRUN kvm${' \\\n  -m 1'.repeat(n)} ${MONITOR}\n`,
});

const JAVASCRIPT = of('javascript', {
  'monitors and chardevs of one function': (n) => {
    return times(n, (i) => {
      return `a.push('-mon chardev=m${i}');\na.push('-chardev socket,id=c${i},port=1,server=on');\n`;
    });
  },
  'lists of arguments': (n) => 'spawn("kvm", ["-monitor", "tcp:0.0.0.0:1,server"]);\n'.repeat(n),
  'one long list': (n) => `spawn("kvm", [${'"-monitor", "tcp:0.0.0.0:1,server", '.repeat(n)}]);\n`,
  'nested lists': (n) =>
    `spawn("kvm", ${'['.repeat(n)}"-monitor", "tcp::1,server"${']'.repeat(n)});\n`,
  'nested templates': (n) =>
    `spawn("kvm", [${'`${'.repeat(n)}1${'}`'.repeat(n)}, "-monitor", "tcp::1,server"]);\n`,
  'a list that doubles': (n) =>
    `let a = ["-m"];\n${'a = a.concat(a);\n'.repeat(n)}spawn("kvm", a, "-monitor", "tcp::1,server");\n`,
  'pushes to one list': (n) =>
    `const a = [];\n${'a.push("-monitor", "tcp:0.0.0.0:1,server");\n'.repeat(n)}spawn("kvm", a);\n`,
  names: (n) =>
    `${times(n, (i) => `const v${i} = "tcp::${i},server";\n`)}spawn("kvm", ["-monitor", v0]);\n`,
  'uses of names': (n) =>
    times(n, (i) => `const v${i} = "tcp::${i},server";\nspawn("kvm", ["-monitor", v${i}]);\n`),
  comments: (n) =>
    `${'/* "-monitor" */ '.repeat(n)}\nspawn("kvm", ["-monitor", "tcp::1,server"]);\n`,
  'open templates': (n) => `spawn("kvm", ["-monitor", "tcp::1,server"]);\n${'`${'.repeat(n)}`,
});

const OTHERS = [
  ...of('systemd', {
    services: (n) => `[Service]\n${`ExecStart=/usr/bin/kvm ${MONITOR}\n`.repeat(n)}`,
    'one long line': (n) => `[Service]\nExecStart=/usr/bin/kvm${` ${MONITOR}`.repeat(n)}\n`,
    environment: (n) =>
      `[Service]\n${times(n, (i) => `Environment=V${i}="-m ${i}"\n`)}ExecStart=/usr/bin/kvm $V1 ${MONITOR}\n`,
    'continued lines': (n) =>
      `[Service]\nExecStart=/usr/bin/kvm${' \\\n -m 1'.repeat(n)} ${MONITOR}\n`,
    backslashes: (n) =>
      `[Service]\nExecStartPre=/bin/true ${'\\\\'.repeat(n)}x\nExecStart=/usr/bin/kvm ${MONITOR}\n`,
    sections: (n) =>
      '[Service]\nEnvironment=A=1\n'.repeat(n) + `ExecStart=/usr/bin/kvm ${MONITOR}\n`,
  }),
  ...of('powershell', {
    'lists of arguments': (n) =>
      `& qemu-system-x86_64 '-monitor' 'tcp:0.0.0.0:1,server'\n`.repeat(n),
    'a value that doubles': (n) =>
      `$a = "x"\n${'$a = "$a$a"\n'.repeat(n)}& qemu-system-x86_64 '-monitor' "tcp::1,server$a"\n`,
    'nested $( )': (n) =>
      `& qemu-system-x86_64 '-monitor' "tcp::1,server${'$('.repeat(n)}${')'.repeat(n)}"\n`,
    'continued lines': (n) =>
      `& qemu-system-x86_64 ${"'-m' '1' `\n".repeat(n)} '-monitor' 'tcp::1,server'\n`,
  }),
  ...of('bat', {
    launches: (n) => `qemu-system-x86_64 ${MONITOR}\n`.repeat(n),
    'a value that doubles': (n) =>
      `set A=x\n${'set A=%A%%A%\n'.repeat(n)}qemu-system-x86_64 ${MONITOR} %A%\n`,
    'continued lines': (n) => `qemu-system-x86_64 ${MONITOR}${' ^\n -m 1'.repeat(n)}\n`,
  }),
  ...of('markdown', {
    'blocks of code': (n) => `\`\`\`sh\n${KVM}\n\`\`\`\n`.repeat(n),
    'one long block': (n) => `\`\`\`sh\n${`${KVM}\n`.repeat(n)}\`\`\`\n`,
    'nested lists': (n) =>
      `${times(Math.ceil(Math.sqrt(n)), (i) => `${'  '.repeat(i)}- a\n`)}\n\`\`\`sh\n${KVM}\n\`\`\`\n`,
    'nested quotes': (n) => `${'> '.repeat(n)}a\n\n\`\`\`sh\n${KVM}\n\`\`\`\n`,
    'open fences': (n) => `\`\`\`sh\n${KVM}\n\`\`\`\n${'~~~~\n'.repeat(n)}`,
    backticks: (n) => `\`\`\`sh\n${KVM}\n\`\`\`\n${'`a'.repeat(n)}\n`,
  }),
];

export const HOST_SHAPES: readonly Shape[] = [
  ...MAKE,
  ...PYTHON,
  ...YAML,
  ...DOCKERFILE,
  ...JAVASCRIPT,
  ...OTHERS,
];
