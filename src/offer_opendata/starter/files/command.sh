#!/bin/sh
# $purpose
cd "$$(dirname "$$0")" || exit 2
python3 -m offer_opendata $command
result=$$?
printf '\nPress Enter to close. '
read -r _
exit "$$result"
