"""Evidence from several studies: effects, pooling, heterogeneity, risk of bias."""
