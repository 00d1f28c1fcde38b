-- unread: is not a number that can be read: write it in figures, such as 12
select
  typed,
  case
    when typed = '' then ''
    when typed glob '*[0-9]*' and typed not glob '*[^0-9.]*' and typed not glob '*.*.*'
    and length(typed) < 10
      then cast(typed as real)
  end as value
from (select trim(:typed) as typed)
