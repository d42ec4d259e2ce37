-- What is built anew need not be known key by key.
delete from touched where kind in ('order', 'line', 'range')
