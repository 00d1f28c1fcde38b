-- title: What did people say, and what was done?
-- for: families
-- description: Comments with their answers, the newest first.
-- parameter word: A word in the comment, its theme or the name of the service; blank shows all.
-- caveat: Comments are published in short, and without anything that would show who wrote them.
select
  published_on, theme, you_said, from_group, service, answered, we_answered, we_did, action_status,
  done_on
from you_said_we_did
where
  :word = ''
  or instr(lower(you_said), lower(trim(:word)))
  or instr(lower(theme), lower(trim(:word)))
  or instr(lower(service), lower(trim(:word)))
order by published_on desc, comment_id, responded_on
