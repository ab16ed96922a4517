/**
 * Documents of any length that look like those that people write, with a monitor in each block. The same length gives
 * the same text.
 */
import { launchScript } from './trees.ts';

export interface GeneratedDocument {
  readonly languageId: string;
  readonly extension: string;
  readonly text: string;
}

/** A text between its blocks, of which `#` is the number. */
interface Kind extends Omit<GeneratedDocument, 'text'> {
  readonly head: string;
  readonly block: string;
  readonly tail?: string;
}

const SHELL: Kind = {
  languageId: 'shellscript',
  extension: 'sh',
  head: '#!/usr/bin/env bash\n',
  block: launchScript(0)[1].replace('#!/usr/bin/env bash\n', '').replaceAll('vm0', 'vm#'),
};

export const KINDS: Readonly<Record<string, Kind>> = {
  shell: SHELL,
  Python: {
    languageId: 'python',
    extension: 'py',
    head: 'import os\nimport subprocess\n',
    block: `

class Lab#:
    """Its disk lies in the pool, its network is a tap of its own."""

    image = os.path.join(os.environ.get("POOL", "/srv/vm"), "lab#.qcow2")

    def __init__(self, memory=2048, debug=False):
        self.memory = memory // 2
        self.debug = debug

    def arguments(self):
        args = ["-name", "lab#", "-m", str(self.memory), "-drive", f"file={self.image},if=virtio"]
        if self.debug:
            args += ["-S", "-gdb", f"tcp::{1000 + 234}"]
        args.extend(["-chardev", "socket,id=mon0,host=0.0.0.0,port=44#,server=on,wait=off"])
        return args + ["-mon", "chardev=mon0,mode=control", "-display", "none"]

    def start(self):
        try:
            subprocess.Popen(["qemu-system-x86_64"] + self.arguments())
        except OSError as error:
            print("lab# did not start:", error)


Lab#(debug="DEBUG" in os.environ).start()
`,
  },
  Makefile: {
    languageId: 'makefile',
    extension: 'mk',
    head: 'QEMU ?= qemu-system-x86_64\ncomma := ,\n',
    block: `
IMAGE_# := $(POOL)/lab#.qcow2
OBJECTS_# = $(patsubst src/%.c,build/%.o,$(wildcard src/lab#/*.c))
FLAGS_# = -name lab# -machine q35 -m 2048 \\
    -drive file=$(IMAGE_#),if=virtio
ifdef DEBUG
FLAGS_# += -S -gdb tcp::1234
endif
build/lab#.elf: $(OBJECTS_#)
	$(CC) -o $@ $^
run-lab#: build/lab#.elf
	$(QEMU) $(FLAGS_#) -kernel $< \\
	  -monitor tcp:0.0.0.0:44#$(comma)server,nowait
`,
  },
  'domain XML': {
    languageId: 'xml',
    extension: 'xml',
    head: `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>lab</name>
  <qemu:commandline>
    <qemu:arg value='-monitor'/>
    <qemu:arg value='tcp:0.0.0.0:4444,server,nowait'/>
  </qemu:commandline>
  <devices>
`,
    block: `    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/srv/vm/lab&amp;test-#.qcow2'/>
      <target dev='vd#' bus='virtio'/>
    </disk>
`,
    tail: '  </devices>\n</domain>\n',
  },
  readconfig: {
    languageId: 'qemu-config',
    extension: 'qemu',
    head: '# qemu config file\n',
    block: `
# The disk of service #
[drive "disk#"]
  file = "/srv/vm/lab-#.qcow2"
  if = "none"

[chardev "mon#"]
  backend = "socket"
  host = "0.0.0.0"
  port = "44#"
  server = "on"

[mon "monitor#"]
  chardev = "mon#"
  mode = "readline"
`,
  },
};

/** A document of at most a number of lines, with as many blocks as fit. */
export function generate(
  { languageId, extension, head, block, tail = '' }: Kind,
  lines: number,
): GeneratedDocument {
  const count = Math.floor((lines - lineCount(head + tail)) / lineCount(block));
  const blocks = Array.from({ length: count }, (_, i) => block.replaceAll('#', `${i}`));
  return { languageId, extension, text: head + blocks.join('') + tail };
}

/** A shell script of at most a number of lines. */
export const shellScript = (lines: number): GeneratedDocument => generate(SHELL, lines);

function lineCount(text: string): number {
  return text.split('\n').length - 1;
}
