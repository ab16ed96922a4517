/**
 * Documents of any length that look like what people write: a script with functions, arrays and a
 * machine every seventy lines; a program with a class for a machine every fifty; a domain with many devices; a config file
 * with many sections. Each has monitors that are found, and much that is not looked at. The same length gives the same text.
 */

export interface GeneratedDocument {
  readonly languageId: string;
  readonly extension: string;
  readonly text: string;
}

/** A shell script of a number of lines. */
export function shellScript(lines: number): GeneratedDocument {
  const head = [
    '#!/usr/bin/env bash',
    '# Starts the machines of the lab.',
    'set -euo pipefail',
    '',
  ];
  const text = fill(lines, head, (number) => shellBlock(number));
  return { languageId: 'shellscript', extension: 'sh', text };
}

function shellBlock(number: number): readonly string[] {
  const name = `lab${number}`;
  const port = 4000 + (number % 1000);
  return `
# ${name}: its disk lies in the pool, its network is a tap of its own.
IMAGE_${number}="\${POOL:-/srv/vm}/${name}.qcow2"
MEMORY_${number}=$(( \${MEMORY_MB:-2048} / 2 ))
prepare_${number}() {
  local image=$1 size=\${2:-20G}
  if [[ ! -f $image ]]; then
    echo "creating $image ($size)" >&2
    qemu-img create -f qcow2 "$image" "$size" || return 1
  elif [ "$(stat -c %s "$image")" -lt 1024 ]; then
    printf '%s is suspiciously small\\n' "$image" | tee -a "/tmp/${name}.log"
  fi
  for module in tun vhost_net kvm; do
    lsmod | grep -q "^$module " || sudo modprobe "$module"
  done
  case "\${MODE:-run}" in
    run|start) ip tuntap add "tap${number}" mode tap user "$USER" ;;
    stop) ip link del "tap${number}" 2>/dev/null || true ;;
    *) echo "unknown mode: $MODE"; exit 2 ;;
  esac
  cat > "/tmp/${name}.xml" <<EOF
<network><name>${name}</name><bridge name='$BRIDGE'/></network>
EOF
}
prepare_${number} "$IMAGE_${number}"
ARGS_${number}=(
  -name ${name},process=${name}
  -machine q35,accel=kvm -cpu host
  -m "$MEMORY_${number}" -smp 4,sockets=1,cores=4,threads=1
  -drive "file=$IMAGE_${number},if=virtio,cache=none,discard=unmap"
  -netdev tap,id=net0,ifname=tap${number},script=no,downscript=no
  -device virtio-net-pci,netdev=net0,mac=52:54:00:12:34:56
  -device virtio-balloon-pci # gives memory back
)
if [ -n "\${DEBUG:-}" ]; then
  ARGS_${number}+=(-S -gdb tcp::${port + 1000})
fi
while ! ping -c 1 "10.0.0.${number % 250}" > /dev/null 2>&1; do
  sleep 1
done
qemu-system-x86_64 "\${ARGS_${number}[@]}" \\
  -chardev socket,id=mon0,host=0.0.0.0,port=${port},server=on,wait=off \\
  -mon chardev=mon0,mode=control \\
  -monitor "tcp:127.0.0.1:$(( ${port} + 1 )),server,nowait" \\
  -serial file:"/tmp/${name}.serial" \\
  -display none -daemonize -pidfile "/run/${name}.pid"
if ! kill -0 "$(cat /run/${name}.pid)"; then
  echo "${name} did not start" >&2
  tail -n 20 "/tmp/${name}.log" | sed 's/^/  /'
fi
for ((i = 0; i < 3; i++)); do
  curl -fsS "http://10.0.0.${number % 250}/health" && break
  sleep "$i"
done`.split('\n');
}

/** A Python program of a number of lines. */
export function pythonProgram(lines: number): GeneratedDocument {
  const head = [
    '"""Starts the machines of the lab."""',
    'import logging',
    'import os',
    'import subprocess',
  ];
  const text = fill(lines, head, (number) => pythonBlock(number));
  return { languageId: 'python', extension: 'py', text };
}

function pythonBlock(number: number): readonly string[] {
  const name = `lab${number}`;
  const port = 4000 + (number % 1000);
  return `

class Lab${number}:
    """Its disk lies in the pool, its network is a tap of its own."""

    image = os.path.join(os.environ.get("POOL", "/srv/vm"), "${name}.qcow2")
    monitor = "tcp:127.0.0.1:%d,server,nowait" % ${port + 1}

    def __init__(self, memory=2048, debug=False, display=None):
        self.log = logging.getLogger("${name}")
        self.memory = memory // 2
        self.debug = debug
        self.display = display or "none"
        self.process = None

    def prepare(self, size="20G"):
        if not os.path.exists(self.image):
            self.log.info("creating %s (%s)", self.image, size)
            subprocess.check_call(["qemu-img", "create", "-f", "qcow2", self.image, size])
        elif os.stat(self.image).st_size < 1024:
            raise RuntimeError(f"{self.image} is suspiciously small")
        for module in ("tun", "vhost_net", "kvm"):
            subprocess.call(["sudo", "modprobe", module])

    def arguments(self):
        args = [
            "-name", "${name},process=${name}",
            "-machine", "q35,accel=kvm",
            "-m", str(self.memory),
            "-drive", f"file={self.image},if=virtio,cache=none,discard=unmap",
            "-netdev", "tap,id=net0,ifname=tap${number},script=no,downscript=no",
            "-device", "virtio-net-pci,netdev=net0,mac=52:54:00:12:34:56",
        ]
        if self.debug:
            args += ["-S", "-gdb", f"tcp::{${port} + 1000}"]
        args.extend(["-chardev", "socket,id=mon0,host=0.0.0.0,port=${port},server=on,wait=off"])
        args.extend(["-mon", "chardev=mon0,mode=control", "-monitor", self.monitor])
        return args + ["-display", self.display]

    def start(self):
        self.prepare()
        command = ["qemu-system-x86_64"] + self.arguments()
        self.log.debug("running %s", " ".join(command))
        try:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        except OSError as error:
            self.log.error("${name} did not start: %s", error)
            raise


${name} = Lab${number}(debug="DEBUG" in os.environ)
${name}.start()`.split('\n');
}

/** A Makefile of a number of lines: machines with their disks, flags and targets, some of them under conditions. */
export function makefile(lines: number): GeneratedDocument {
  const head = ['# Starts the machines of the lab.', 'QEMU ?= qemu-system-x86_64', 'comma := ,'];
  const text = fill(lines, head, (number) => makefileBlock(number));
  return { languageId: 'makefile', extension: 'mk', text };
}

function makefileBlock(number: number): readonly string[] {
  const name = `lab${number}`;
  const port = 4000 + (number % 1000);
  return `
# ${name}: its disk lies in the pool, its network is a tap of its own
POOL_${number} ?= /srv/vm
IMAGE_${number} := $(POOL_${number})/${name}.qcow2
SOURCES_${number} = $(wildcard src/${name}/*.c)
OBJECTS_${number} = $(patsubst src/%.c,build/%.o,$(SOURCES_${number}))
MON_${number} = tcp:127.0.0.1:${port + 1}$(comma)server,nowait

FLAGS_${number} = -name ${name},process=${name} -machine q35,accel=kvm -m 2048 \
    -drive file=$(IMAGE_${number}),if=virtio,cache=none,discard=unmap \
    -netdev tap,id=net0,ifname=tap${number},script=no,downscript=no \
    -device virtio-net-pci,netdev=net0,mac=52:54:00:12:34:56
ifdef DEBUG_${number}
FLAGS_${number} += -S -gdb tcp::${port + 1000}
else ifeq ($(DISPLAY),)
FLAGS_${number} += -display none
endif
FLAGS_${number} += -chardev socket,id=mon0,host=0.0.0.0,port=${port},server=on,wait=off
FLAGS_${number} += -mon chardev=mon0,mode=control -monitor $(MON_${number})

$(IMAGE_${number}):
	@mkdir -p $(dir $@)
	qemu-img create -f qcow2 $@ 20G

build/${name}.elf: $(OBJECTS_${number})
	$(CC) $(CFLAGS) -o $@ $^

debug-${name}: FLAGS_${number} += -d int
debug-${name} run-${name}: $(IMAGE_${number}) build/${name}.elf
	@for module in tun vhost_net; do sudo modprobe $$module; done
	$(QEMU) $(FLAGS_${number}) -kernel build/${name}.elf
.PHONY: debug-${name} run-${name}`.split('\n');
}

/** A libvirt domain of a number of lines. */
export function domainXml(lines: number): GeneratedDocument {
  const head = [
    "<domain type='kvm' id='1' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>",
    '  <name>lab</name>',
    "  <memory unit='KiB'>2097152</memory>",
    "  <os><type arch='x86_64' machine='pc-q35-9.2'>hvm</type><boot dev='hd'/></os>",
    '  <devices>',
    '    <emulator>/usr/bin/qemu-system-x86_64</emulator>',
  ];
  const monitors = Array.from({ length: Math.ceil(lines / 100) }, (_, number) => [
    "    <qemu:arg value='-monitor'/>",
    `    <qemu:arg value='tcp:0.0.0.0:${4000 + number},server,nowait'/>`,
  ]).flat();
  const arguments_ = ['  <qemu:commandline>', ...monitors, '  </qemu:commandline>'];
  const tail = ['  </devices>', ...arguments_, '</domain>'];
  const devices = fill(lines - tail.length, head, (number) => domainDevice(number));
  return { languageId: 'xml', extension: 'xml', text: `${devices}${tail.join('\n')}\n` };
}

function domainDevice(number: number): readonly string[] {
  return `    <!-- Disk and network of the guest's service ${number} -->
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='none' discard='unmap'/>
      <source file='/var/lib/libvirt/images/lab&amp;test-${number}.qcow2'/>
      <target dev='vd${number}' bus='virtio'/>
      <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>
    </disk>
    <interface type='bridge'>
      <mac address='52:54:00:6b:3c:58'/>
      <source bridge='br0'/>
      <model type='virtio'/>
    </interface>`.split('\n');
}

/** A -readconfig file of a number of lines. */
export function readConfigFile(lines: number): GeneratedDocument {
  const head = ['# qemu config file', '', '[machine]', '  type = "q35"', '  accel = "kvm"', ''];
  const text = fill(lines, head, (number) => configSections(number));
  return { languageId: 'qemu-config', extension: 'qemu', text };
}

function configSections(number: number): readonly string[] {
  const devices = Array.from({ length: 5 }, (_, index) => {
    const id = `${number}-${index}`;
    return `
# The disk of service ${id}
[drive "disk${id}"]
  file = "/srv/vm/lab-${id}.qcow2"
  format = "qcow2"
  if = "none"

[device "dev${id}"]
  driver = "virtio-blk-pci"
  drive = "disk${id}"
  bus = "pcie.0"`;
  });
  return `${devices.join('\n')}

[chardev "mon${number}"]
  backend = "socket"
  host = "0.0.0.0"
  port = "${4000 + number}"
  server = "on"
  wait = "off"

[mon "monitor${number}"]
  chardev = "mon${number}"
  mode = "readline"
`.split('\n');
}

/** Blocks up to a number of lines; the last one is given up where it would not fit. */
function fill(
  lines: number,
  head: readonly string[],
  block: (number: number) => readonly string[],
): string {
  const all = [...head];
  for (let number = 0; ; number++) {
    const next = block(number);
    if (all.length + next.length > lines) break;
    all.push(...next);
  }
  while (all.length < lines) all.push('');
  return `${all.join('\n')}\n`;
}
