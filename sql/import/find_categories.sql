-- The ids of one level.
update import_run.categories c set id = stored.id
from import_run.categories self
left join import_run.categories above on above.path = self.path[1 : cardinality(self.path) - 1]
join categories stored on stored.name = self.path[cardinality(self.path)] and stored.parent_id is not distinct from above.id
where c.path = self.path and cardinality(self.path) = :depth
