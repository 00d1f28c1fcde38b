-- title: You said, we did
-- description: Each comment on the Local Offer with what was answered and what was done. A comment
--   without an answer is here too; one with several answers has a row for each.
-- facets: theme, about, from_group, answered, action_status
-- sort: published_on desc
-- column comment_id: Id of the comment, as in comments.
-- column published_on (date): Day on which the comment was published.
-- column theme: What the comment deals with.
-- column about: Which of the subjects of the law it is about.
-- column you_said: The comment in short.
-- column from_group: The group that it came from.
-- column service: The service that it is about, if it is about one.
-- column provider: The organisation that it is about, or that provides the service.
-- column answered: Whether there is an answer.
-- column responded_on (date): Day of the answer.
-- column we_answered: The answer.
-- column we_did: What was done or will be done.
-- column action_status: How far that has got.
-- column due_on (date): Day by which it is to be done.
-- column done_on (date): Day on which it was done.
-- column decision: The decision that led to it.
select
  comments.id as comment_id,
  comments.published_on,
  ifnull(themes.label, comments.theme) as theme,
  ifnull(subjects.label, comments.about) as about,
  comments.summary as you_said,
  ifnull(from_groups.label, comments.from_group) as from_group,
  services.name as service,
  organizations.name as provider,
  iif(responses.id is null, 'no', 'yes') as answered,
  responses.responded_on,
  responses.response as we_answered,
  responses.action as we_did,
  ifnull(states.label, responses.action_status) as action_status,
  responses.due_on,
  responses.done_on,
  decisions.title as decision
from comments
left join responses on responses.comment_id = comments.id
left join services on services.id = comments.service_id
left join organizations
  on organizations.id = ifnull(comments.organization_id, services.organization_id)
left join decisions on decisions.id = responses.decision_id
left join codes as themes on themes.codelist = 'comment_theme' and themes.code = comments.theme
left join codes as subjects on subjects.codelist = 'comment_about' and subjects.code = comments.about
left join codes as from_groups
  on from_groups.codelist = 'comment_from_group' and from_groups.code = comments.from_group
left join codes as states
  on states.codelist = 'action_status' and states.code = responses.action_status
