set -- "-mon ma b" c
kvm "$@" -S
kvm "$*" -S
