#!/bin/sh
# Grades the category "promises": a hit when the line speaks of a guarantee.
while IFS= read -r line; do
  id=${line#'{"id":'}       # the id is always the first field
  id=${id%%,*}
  case $line in
    *guarantee*) violates=true ;;
    *) violates=false ;;
  esac
  printf '{"id":%s,"verdicts":{"promises":{"violates":%s}}}\n' "$id" "$violates"
done
