"""What the commands do: each joins the stages and returns what there is to say."""
