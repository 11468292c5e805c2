/** What is said of a trace that was dropped on the page. */
export const trace = {
  title: "What ails this training? {name}",
  reading: "Reading: {share} of {size} MB",
  course: "{records} records of {layers} layers ({source}), steps {first} to {last}; loss {start} → {end}.",
  floor:
    "It beats every answer that ignores the input, and nothing is wrong with its signals. Whether more can be learnt, only a trial can tell.",
  unexplained: "It does not learn, and this trace shows no cause.",
  suspicion: "No trial has proved it: a trace cannot be run again.",
  broken: "The first record with NaN or infinity is step {step}, layer {layer} ({name}).",
  figures: "Figures",
  unseen: "What this trace cannot show",
  wants: "It would take:",
  unread: "Tags that say no layer, and were not read: {tags}.",
  refused: "{name} is no trace that can be read: {message}",
  below: "{name} is a trace of a training. What it shows stands below the nets.",
} as const;
