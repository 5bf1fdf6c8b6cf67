using System.Globalization;
using Relevo.QueueProcessor.Store;

namespace Relevo.Storage.Sqlite;

/// <summary>Moves a database that is damaged out of the way, whole, so that what is left of it can still be looked at.</summary>
internal static class DamagedFile
{
    private static readonly string[] Parts = ["-wal", "-shm", ""];

    /// <summary>Moves it, with its log.</summary>
    /// <param name="path">The file; nobody may have it open.</param>
    /// <param name="time">The clock, for its new name.</param>
    /// <param name="consequence">What is lost when it is moved away, for operators.</param>
    /// <returns>Where it is now.</returns>
    /// <exception cref="StoreException">It cannot be moved.</exception>
    public static string MoveAside(string path, TimeProvider time, string consequence)
    {
        var aside = path + ".damaged-" + time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        try
        {
            foreach (var part in Parts.Where(part => File.Exists(path + part)))
            {
                File.Move(path + part, aside + part, overwrite: true);
            }

            return aside;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path} is damaged and cannot be moved aside: {error.Message} Move it away together with its -wal and -shm files; {consequence}", error);
        }
    }
}
