#!/bin/sh
# Narrates FILM with SUBTITLES through a studio:  STUDIO=http://127.0.0.1:8760 TOKEN=ns_… sh narrate.sh film.mp4 film.srt
set -eu
film=$1 subtitles=$2
ask() { curl -sS --fail-with-body -H "Authorization: Bearer $TOKEN" "$@"; }
field() { python3 -c 'import json,sys; v=json.load(sys.stdin)
for k in sys.argv[1].split("."): v=v[k]
print(v)' "$1"; }
b64() { printf %s "$1" | base64 | tr -d '\n'; }

upload=$(ask -X POST "$STUDIO/api/uploads" -H "Tus-Resumable: 1.0.0" -H "Upload-Length: $(wc -c < "$film" | tr -d ' ')" \
  -H "Upload-Metadata: filename $(b64 "$(basename "$film")"),kind $(b64 film)" | field upload.id)
sent=0   # pieces of at most 32 MiB; after a cut line, ask HEAD for the offset and go on from there
while piece=$(mktemp) && tail -c +$((sent + 1)) "$film" | head -c 33554432 > "$piece" && [ -s "$piece" ]; do
  ask -X PATCH "$STUDIO/api/uploads/$upload" -H "Tus-Resumable: 1.0.0" -H "Upload-Offset: $sent" \
    -H "Content-Type: application/offset+octet-stream" --data-binary "@$piece"
  sent=$((sent + $(wc -c < "$piece"))); rm "$piece"
done
film_id=$(ask --json "{\"upload\": \"$upload\"}" "$STUDIO/api/films" | field film.id)
project=$(ask --json "{\"film\": \"$film_id\", \"name\": \"$(basename "$film")\"}" "$STUDIO/api/projects" | field project.id)
ask -F "file=@$subtitles" -F apply=1 "$STUDIO/api/projects/$project/import" > /dev/null
job=$(ask -X POST "$STUDIO/api/projects/$project/narrations" | field job.id)
while state=$(ask "$STUDIO/api/jobs/$job" | field job.state) && [ "$state" = queued ] || [ "$state" = running ]; do sleep 1; done
[ "$state" = done ] || { ask "$STUDIO/api/jobs/$job" | field job.error >&2; exit 1; }
name=$(ask "$STUDIO/api/jobs/$job" | field job.result.files.film)
ask -o "narrated-$name" "$STUDIO/api/jobs/$job/files/$name" && echo "narrated-$name"
