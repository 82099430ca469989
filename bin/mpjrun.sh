#!/bin/sh
# The command of MPJ Express: mpjrun.sh -np N -cp PATH Main. See mpiexec --help
set -u
self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=$(dirname "$self")/$link ;;
  esac
done
metaproc_bin=$(cd -P "$(dirname "$self")" && pwd) || exit 125
. "$metaproc_bin/.metaproc-env.sh"

metaproc_exec mpjrun "$@"
