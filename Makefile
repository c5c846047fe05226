# The same verbs as run.py, for those whose fingers say make: make demo ARGS="--port 8001"
VERBS = demo serve test check fix bench soak shot
.PHONY: $(VERBS)
$(VERBS):
	python3 run.py $@ $(ARGS)
