-- unread: is not a number of degrees that can be read: write it in figures, such as -1.12
select
  typed,
  case
    when typed = '' then ''
    when figures glob '*[0-9]*' and figures not glob '*[^0-9.]*' and figures not glob '*.*.*'
    and abs(cast(typed as real)) <= 180
      then cast(typed as real)
  end as value
from (
  select typed, iif(substr(typed, 1, 1) = '-', substr(typed, 2), typed) as figures
  from (select trim(:typed) as typed)
)
