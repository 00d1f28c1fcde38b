-- title: The words of each service
-- description: What a service says with terms, put together in one pass over its terms.
-- column open (integer): Whether it is open to all needs.
-- column needs: The needs and areas of need that it names, as a list.
-- column provision_types: Its kinds of provision, as a list.
-- column need_words: Its needs with other words for them.
-- column provision_words: Its kinds of provision with other words for them.
-- column other_words: Every other term with other words for it.
with said (taxonomy, code, label, word, kind) as materialized (
  select
    taxonomy,
    code,
    label,
    label || ' | ' || code || ifnull(' | ' || synonyms, ''),
    case
      when taxonomy in ('sen_need', 'area_of_need') then 'need'
      when taxonomy = 'provision_type' then 'provision'
    end
  from terms
)
select
  (select rowid from services where id = service_id),
  max(taxonomy = 'sen_need' and code = 'all_needs'),
  json_group_array(label) filter (where kind = 'need'),
  json_group_array(label) filter (where kind = 'provision'),
  group_concat(word, ' | ') filter (where kind = 'need'),
  group_concat(word, ' | ') filter (where kind = 'provision'),
  group_concat(word, ' | ') filter (where kind is null)
from service_terms cross join said using (taxonomy, code)
group by service_id
