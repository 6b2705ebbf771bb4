"""Cache of a minute of video in five designs of equal role."""

from style import INK, MUTED, VIDEO, WIDTH, plt, save

from mmbook.position_and_cache import cache_bytes

T = 15_360  # a minute of video: 60 pairs of frames of 256 tokens
KINDS = {
    "32 heads, each its own": cache_bytes(32, T, 32, 128),
    "8 groups (Llama 3 8B)": cache_bytes(32, T, 8, 128),
    "1 shared (multi-query)": cache_bytes(32, T, 1, 128),
    "latent 512 + 64": cache_bytes(32, T, latent=576),
    "8 groups, 8 layers of 32 in full,\n24 see 1,024 tokens":
        cache_bytes(8, T, 8, 128) + cache_bytes(24, 1024, 8, 128),
}


def main():
    figure, axes = plt.subplots(figsize=(WIDTH, 2.5))
    for y, (name, size) in enumerate(KINDS.items()):
        axes.barh(-y, size / 2**30, height=0.6, color=VIDEO, alpha=0.55)
        axes.text(size / 2**30 + 0.08, -y, f"{size / 2**30:.2f} GiB",
                  va="center", size=9.5, color=INK)
    axes.set(yticks=[-y for y in range(len(KINDS))], yticklabels=KINDS,
             xlabel="GiB for a minute of video", xlim=(0, 8.6))
    axes.tick_params(axis="y", length=0)
    axes.xaxis.label.set_color(MUTED)
    save(figure, __file__)


if __name__ == "__main__":
    main()
