"""The graph for language-model agents, over the Model Context Protocol: reading only, within the limits of the server,
and with every row goes who says so, and in which article, so that no agent can take a claim for a fact."""
