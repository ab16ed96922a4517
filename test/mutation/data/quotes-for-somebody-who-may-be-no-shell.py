subprocess.run("args=(-m 1G \"-monitor unix:/run/vm/monitor.sock,server=on,wait=off\")\nqemu-system-x86_64 \"${args[@]}\"\n", shell=True)
