# budget: 30 s, 500 MB

# %% [markdown]
# # Lab: a fair coin
#
# Flip a coin a thousand times. How far from one half is the fraction of
# heads? Attention is not needed [@vaswani2017attention].

# %%
import numpy as np

from mmbook.patches import flip

heads = flip(np.random.default_rng(0).random(1000))
print(f"{heads:.2f}")

# %% tags=["test"]
from IPython.display import publish_display_data

assert abs(heads - 0.5) < 0.05
publish_display_data(
    {
        "application/vnd.mmbook.record+json": {
            "results": {"heads": round(heads, 4)},
            "tolerance": {},
        }
    }
)
