"""Files in, files out: everything between a film with its subtitles and the narrated film, but no model.

what is there    probe (a film, safely, in a child: signature, probe_child), subtitles/ (cues), demux (packets)
when             timeline (where a cue sounds, how fast), slots (whose time it is), tautstring (how it is shared)
the sound        audio (of the film, decoded), stems (speech, original and music laid on the timeline), stretch (a take
                 to its length), ducking (the original), bed, bell and voiced (the music, under speech), balance,
                 loudness (kweighting), limiter, programme (the last pass), mix (all of them), stemfiles (as FLAC)
the film         mux (the way, errors in words): remux (packets), tracks (streams, labels), encode (AAC, Opus), softsub
                 (cues), retold (the film's own, in another form), decode_times and editlist (what muxers need), verify
                 (read back)
what stays       artefacts (takes by the hash of what made them), report (of every cue), whole (no half files), scratch
                 (what does not stay), claim (whose a file is), sweep (what was not used for longest)
for all          samplerate, finite, secondcore, cancelled
"""
